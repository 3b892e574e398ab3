"""PDFs as families send them."""

import io
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

SECRET = "CANARY"


def a_letter(
    words: str = "Kia ora", pages: int = 2, photo: bytes = b"", password: str = "", owner: str = ""
) -> bytes:
    made = PdfWriter()
    font = made._add_object(named(Type="Font", Subtype="Type1", BaseFont="Helvetica"))
    for _ in range(pages):
        page = made.add_blank_page(200, 200)
        inside: dict[str, Any] = {"Font": named(F1=font)}
        if photo:
            inside["XObject"] = named(Im=made._add_object(stream(
                photo, Type="XObject", Subtype="Image", Width=64, Height=48, ColorSpace="DeviceRGB",
                BitsPerComponent=8, Filter="DCTDecode")))  # fmt: skip
        page[NameObject("/Resources")] = named(**inside)
        page[NameObject("/Contents")] = made._add_object(
            stream(f"BT /F1 12 Tf 10 100 Td ({words}) Tj ET".encode())
        )
    if password or owner:
        made.encrypt(password, owner or password, algorithm="RC4-128")
    return written(made)


def with_all_that_it_must_not_keep(photo: bytes) -> bytes:
    """Who made it, what it does when it is opened, what hangs on it; and a field that somebody has filled in."""
    made = PdfWriter(clone_from=io.BytesIO(a_letter(photo=photo)))
    acts = named(S="JavaScript", JS=TextStringObject(SECRET))
    made.add_metadata({"/Author": SECRET})
    made.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    made.add_attachment("a.txt", SECRET.encode())
    made.root_object[NameObject("/OpenAction")] = acts
    look = made._add_object(
        stream(b"0 0 9 9 re f", Type="XObject", Subtype="Form", BBox=_BOX, Metadata=_SECRET)
    )
    page = made.pages[0]
    page[NameObject("/AA")] = named(O=named(S="URI", URI=_SECRET))
    page[NameObject("/Annots")] = ArrayObject([
        made._add_object(named(Type="Annot", Subtype=kind, Rect=_BOX, AP=named(N=look), T=_SECRET,
                               A=named(S="Launch", F=_SECRET)))
        for kind in ("Widget", "Link", "FileAttachment")])  # fmt: skip
    return written(made)


def named(**values: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): _said(it) for name, it in values.items()})


def stream(content: bytes, **values: Any) -> StreamObject:
    made = StreamObject()
    made.update(named(**values))
    made._data = content
    return made


def written(made: PdfWriter) -> bytes:
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def _said(it: Any) -> Any:
    if type(it) is str:
        return NameObject(f"/{it}")
    return NumberObject(it) if type(it) is int else it


_SECRET = TextStringObject(SECRET)
_BOX = ArrayObject([NumberObject(it) for it in (0, 0, 9, 9)])
