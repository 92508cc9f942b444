"""What a roster calls a language, as the code that a document has for it."""

_NAMES = {
    "ar": "arabic ara العربية",
    "de": "german deutsch deu ger",
    "en": "english eng inglés ingles",
    "es": "spanish español espanol castellano spa",
    "fr": "french français francais fra fre",
    "hi": "hindi hin हिन्दी",
    "hr": "croatian hrvatski hrv",
    "it": "italian italiano ita",
    "ja": "japanese jpn 日本語",
    "ko": "korean kor 한국어",
    "pl": "polish polski pol",
    "pt": "portuguese português portugues por",
    "ru": "russian русский rus",
    "tl": "tagalog tgl filipino fil",
    "tr": "turkish türkçe turkce tur",
    "uk": "ukrainian українська ukr",
    "vi": "vietnamese vie tiếng",
    "zh": "chinese mandarin cantonese chi zho 中文",
}
_CODES = {word: code for code, words in _NAMES.items() for word in words.split()}


def code_of(language: str) -> str:
    """`en` for "en-US", "English" or "English (US)"; what isn't known stays as it is."""
    words = language.casefold().replace("_", " ").replace("-", " ").replace("(", " ").split()
    first = words[0].strip(",;.") if words else ""
    return _CODES.get(first, first)
