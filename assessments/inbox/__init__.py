"""The inbox (待办和消息) of an office: what waits for it, what it is asked, what it was told."""
