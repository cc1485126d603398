"""The download centre (下载中心): documents of a county, a city or a province, asked for at once."""
