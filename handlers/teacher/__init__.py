"""What teachers do on Telegram. A phone number alone has no power over a room: by SMS there is one polite line."""
