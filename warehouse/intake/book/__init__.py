"""Files to sheets: .xlsx, .xls and .ods, read by what they hold and never by their name."""
