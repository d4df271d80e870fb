"""How is it told? Word, Excel, letters and charts."""
