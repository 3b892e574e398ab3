"""A PDF written again with what its pages show and nothing else: run as a program of its own, which may be ended.

It reads the file from its input and writes it to its output, after a line with the number of its pages. Whatever is
wrong ends it with another number than 0: a PDF can be made to take all the time and the memory there are.
"""

import io
import sys
import zlib
from pathlib import Path
from typing import Any

MOST_PAGES, MOST_OBJECTS, DEEPEST = 200, 100_000, 60
CPU_SECONDS, MEMORY, LARGEST = 10, 700 * 1024 * 1024, 40 * 1024 * 1024
LOCKED = 3  #: ended so where it has a password

#: A page is these, and what they lead to. No action, no form, no attachment is among them.
_PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group", "/Resources", "/Contents")
#: What tells about a picture or a font, and what would be looked for outside of this file.
_TELLS = {"/Metadata", "/PieceInfo", "/LastModified", "/AF", "/Properties", "/OPI"}
_TELLS_IN_STREAMS = _TELLS | {"/F", "/FFilter", "/FDecodeParms", "/StructParent", "/StructParents", "/OC", "/Ref",
                              "/Measure", "/PtData", "/Length"}  # fmt: skip
#: Notes on a page that are seen on paper too; what somebody filled in is one. They stay as pictures of themselves.
_SEEN = {"/Widget", "/FreeText", "/Ink", "/Stamp", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Square",
         "/Circle", "/Line", "/Polygon", "/PolyLine"}  # fmt: skip
#: How things may be packed; any other way may be one in which a photo hides where it was taken.
_PHOTO = "/DCTDecode"
_FILTERS = {_PHOTO, "/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode",
            "/CCITTFaxDecode", "/JBIG2Decode"}  # fmt: skip
#: Nothing that a page shows is one of these, but what it uses may lead to them.
_NO_PART = {("/Type", "/Catalog"), ("/Type", "/Pages"), ("/Type", "/Page"), ("/Type", "/Filespec"),
            ("/S", "/JavaScript")}  # fmt: skip
_HIDDEN, _PRINTED = 2 | 32, 4


def main() -> None:
    _within_limits()
    from pypdf import PdfReader, PdfWriter  # its megabytes are this program's alone

    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    if reader.is_encrypted and not reader.decrypt(""):  # what only its owner may change, anybody may read
        sys.exit(LOCKED)
    if not _all_is_shown(reader.root_object.get("/OCProperties")):
        sys.exit(1)
    pages = len(reader.pages)
    if not 0 < pages <= MOST_PAGES:
        sys.exit(1)
    writer = PdfWriter()
    copy = _Copy(writer)
    for page in reader.pages:
        copy.page(page)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    if out.tell() > LARGEST:
        sys.exit(1)
    sys.stdout.buffer.write(b"%d\n" % pages + out.getvalue())


def _within_limits() -> None:
    try:
        import resource
    except ImportError:  # Windows: whoever started us ends us
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _all_is_shown(layers: Any) -> bool:
    """Whether no layer is switched off. The switches are not copied: what one hides would be seen."""
    if layers is None:
        return True
    first = layers["/D"] if "/D" in (layers := layers.get_object()) else {}
    uses = [use for it in _listed(layers.get("/OCGs")) for use in _values(it.get_object().get("/Usage"))]
    if any("/OFF" in map(str, _values(use)) for use in uses):
        return False  # seen on paper and not on a screen, or the other way round
    return _listed(first.get("/BaseState")) in ([], ["/ON"]) and not _listed(first.get("/OFF"))


class _Copy:
    """Things of one file in another; each once, however many lead to it, and however they lead round in circles."""

    def __init__(self, writer: Any) -> None:
        from pypdf import generic

        self.kinds, self.writer = generic, writer
        self.known: dict[tuple[int, int], Any] = {}
        self.waiting: list[tuple[Any, Any]] = []

    def page(self, page: Any) -> None:
        new = self.writer.add_blank_page(*(float(it) for it in (page.mediabox.width, page.mediabox.height)))
        for key in _PAGE:
            if key in page:
                new[self.kinds.NameObject(key)] = self.of(page.raw_get(key))
        notes = [it for it in map(self.note, _listed(page.get("/Annots"))) if it is not None]
        if notes:
            new[self.kinds.NameObject("/Annots")] = self.kinds.ArrayObject(notes)
        while self.waiting:
            self.fill(*self.waiting.pop())

    def note(self, found: Any) -> Any:
        """What is seen of it, as a stamp that does nothing."""
        it = found.get_object()
        self.shown(it.get("/OC"))
        if it.get("/Subtype") not in _SEEN or int(it.get("/F", 0)) & _HIDDEN or "/AP" not in it:
            return None
        looks = it["/AP"].get_object()
        look = looks.raw_get("/N") if "/N" in looks else None
        states = look.get_object() if look is not None else None
        if states is not None and not isinstance(
            states, self.kinds.StreamObject
        ):  # a box that is ticked, or not
            look = states.raw_get(it["/AS"]) if it.get("/AS") in states else None
        if look is None or "/Rect" not in it:
            return None
        name = self.kinds.NameObject
        return self.writer._add_object(self.kinds.DictionaryObject({
            name("/Type"): name("/Annot"), name("/Subtype"): name("/Stamp"),
            name("/Rect"): self.of(it.raw_get("/Rect")), name("/F"): self.kinds.NumberObject(_PRINTED),
            name("/AP"): self.kinds.DictionaryObject({name("/N"): self.of(look)}),
        }))  # fmt: skip

    def of(self, found: Any, depth: int = 0) -> Any:
        if depth > DEEPEST or len(self.known) > MOST_OBJECTS:
            raise ValueError("more than any letter home has")
        if not isinstance(found, self.kinds.IndirectObject):
            return self.fill(self._empty(found), found, depth)
        key = (found.idnum, found.generation)
        if key not in self.known:
            there = found.get_object()
            if there is None:
                return self.kinds.NullObject()
            self.known[key] = self.writer._add_object(empty := self._empty(there))
            if empty is not there:
                self.waiting.append((empty, there))
        return self.known[key]

    def _empty(self, found: Any) -> Any:
        if isinstance(found, self.kinds.StreamObject):
            return self.kinds.StreamObject()
        if isinstance(found, self.kinds.DictionaryObject):
            return self.kinds.DictionaryObject()
        return self.kinds.ArrayObject() if isinstance(found, self.kinds.ArrayObject) else found

    def fill(self, new: Any, found: Any, depth: int = 0) -> Any:
        if isinstance(found, self.kinds.ArrayObject):
            new.extend(self.of(it, depth + 1) for it in list.__iter__(found))
        elif isinstance(found, self.kinds.DictionaryObject):
            if any(key in found and str(found[key]) == it for key, it in _NO_PART):
                raise ValueError("no part of a page")
            tells = _TELLS_IN_STREAMS if isinstance(found, self.kinds.StreamObject) else _TELLS
            self.shown(found.get("/OC"), *_values(found.get("/Properties")))
            for key in found:
                if key not in tells:
                    new[self.kinds.NameObject(key)] = self.of(found.raw_get(key), depth + 1)
            if isinstance(found, self.kinds.StreamObject):
                new._data = self._bare(new, found)
        return new

    def shown(self, *layers: Any) -> None:
        """ValueError where one is of the kind that may be seen only while another is not."""
        for it in layers:
            layer = it.get_object() if it is not None else None
            if isinstance(layer, self.kinds.DictionaryObject) and (
                "/VE" in layer or _listed(layer.get("/P")) not in ([], ["/AnyOn"], ["/AllOn"])
            ):
                raise ValueError("it may be hidden")

    def _bare(self, new: Any, found: Any) -> bytes:
        """A photo in it knows where it was taken, as any photo does."""
        filters = [str(it.get_object()) for it in _listed(found.get("/Filter"))]
        if not _FILTERS.issuperset(filters) or _PHOTO in filters[:-1]:
            raise ValueError("packed in a way that we cannot look into")
        content: bytes = found._data
        if _PHOTO not in filters:
            return content
        from bot.jobs import jpeg  # its place is known only once this program runs

        for it in filters[:-1]:
            content = _unpacked(content, it)
        if len(filters) > 1:
            new.pop("/DecodeParms", None)
        new[self.kinds.NameObject("/Filter")] = self.kinds.NameObject(_PHOTO)
        return jpeg.bare(content)


def _listed(found: Any) -> list[Any]:
    it = found.get_object() if found is not None else []
    return list(it) if isinstance(it, list) else [it]


def _values(found: Any) -> list[Any]:
    it: Any = found.get_object() if found is not None else None
    return list(it.values()) if isinstance(it, dict) else []


def _unpacked(content: bytes, way: str) -> bytes:
    """ValueError where it would be larger than any picture, or is packed in a way that photos are not."""
    from pypdf.filters import ASCII85Decode, ASCIIHexDecode

    if way == "/FlateDecode":
        unpack = zlib.decompressobj()
        content = unpack.decompress(content, LARGEST)
        if unpack.unconsumed_tail:
            raise ValueError("larger than any picture")
        return content
    if way not in ("/ASCII85Decode", "/ASCIIHexDecode") or len(content) + 3 * content.count(b"z") > LARGEST:
        raise ValueError("no photo that we know")
    return (ASCII85Decode if way == "/ASCII85Decode" else ASCIIHexDecode).decode(content)


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[2]))  # started by its place, it knows none of ours
    main()
