"""The national register of companies (YTJ): records, the daily file, the open interface. Facts: PRH's OpenAPI of v3."""
