"""Types of the schema.org vocabulary that are organisations: Organization, LocalBusiness and what stands under them."""

from __future__ import annotations

_NAMES = """
Organization Corporation Consortium Cooperative Airline ResearchOrganization FundingAgency NGO
GovernmentOrganization EducationalOrganization CollegeOrUniversity School HighSchool LibrarySystem
NewsMediaOrganization OnlineBusiness OnlineStore PerformingGroup SportsOrganization WorkersUnion
MedicalOrganization LocalBusiness AnimalShelter ArchiveOrganization AutomotiveBusiness AutoBodyShop AutoDealer
AutoPartsStore AutoRental AutoRepair AutoWash GasStation MotorcycleDealer MotorcycleRepair ChildCare Dentist
DryCleaningOrLaundry EmergencyService EmploymentAgency EntertainmentBusiness AmusementPark ArtGallery Casino
ComedyClub MovieTheater NightClub FinancialService AccountingService BankOrCreditUnion InsuranceAgency
FoodEstablishment Bakery BarOrPub Brewery CafeOrCoffeeShop Distillery FastFoodRestaurant IceCreamShop
Restaurant Winery GovernmentOffice PostOffice HealthAndBeautyBusiness BeautySalon DaySpa HairSalon HealthClub
NailSalon TattooParlor HomeAndConstructionBusiness Electrician GeneralContractor HVACBusiness HousePainter
Locksmith MovingCompany Plumber RoofingContractor InternetCafe LegalService Attorney Notary Library
LodgingBusiness BedAndBreakfast Campground Hostel Hotel Motel Resort SkiResort VacationRental MedicalBusiness
MedicalClinic Optician Pharmacy Physician PhysiciansOffice VeterinaryCare ProfessionalService RadioStation
RealEstateAgent RecyclingCenter SelfStorage ShoppingCenter SportsActivityLocation BowlingAlley ExerciseGym
GolfCourse PublicSwimmingPool SportsClub StadiumOrArena TennisComplex Store BikeStore BookStore ClothingStore
ComputerStore ConvenienceStore DepartmentStore ElectronicsStore Florist FurnitureStore GardenStore
GroceryStore HardwareStore HobbyShop HomeGoodsStore JewelryStore LiquorStore MensClothingStore
MobilePhoneStore MovieRentalStore MusicStore OfficeEquipmentStore OutletStore PawnShop PetStore ShoeStore
SportingGoodsStore TireShop ToyStore WholesaleStore TelevisionStation TouristInformationCenter TravelAgency
"""

ORGANISATION_TYPES = frozenset(_NAMES.split())  # schema.org 29

_PAGES = """
WebSite WebPage AboutPage ContactPage CollectionPage ItemPage ProfilePage BreadcrumbList SiteNavigationElement
"""
_SUBJECTS = """
Article NewsArticle BlogPosting Blog Report TechArticle LiveBlogPosting SocialMediaPosting DiscussionForumPosting
Event BusinessEvent EducationEvent ExhibitionEvent Festival MusicEvent SportsEvent TheaterEvent CourseInstance Course
Product ProductGroup Offer OfferCatalog JobPosting Recipe HowTo FAQPage QAPage Question SearchResultsPage Menu
Apartment House Residence SingleFamilyResidence RealEstateListing Vehicle Car Book Movie MusicAlbum Review
CheckoutPage MedicalWebPage Dataset GovernmentService
"""

PAGE_TYPES = frozenset(_PAGES.split())  # the site, a page and their furniture
OTHER_SUBJECTS = frozenset(_SUBJECTS.split())  # a page about one of these names its owner and does not present it
