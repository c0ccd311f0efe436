"""XML as a stream of elements, within limits: no document type, no entities, nothing from outside.

expat does the parsing. A document type declaration is refused outright, which ends every attack by
entities, and so are other encodings than UTF-8 and UTF-16, too deep nesting and too many elements.
"""

from typing import Final, Protocol
from xml.parsers import expat

from slicer_checks.errors import UnreadableFile
from slicer_checks.limits import ReadLimits

_ENCODINGS: Final = frozenset({"UTF-8", "UTF8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII"})
NAMESPACE_END: Final = " "
"""Names are given as the namespace, this mark and the local name."""


class Visitor(Protocol):
    """Who is told of each element; names carry their namespace before a blank."""

    def namespace(self, prefix: str, uri: str) -> None:
        """Hear of a namespace, before the element that declares it."""

    def start(self, name: str, attributes: dict[str, str], offset: int) -> None:
        """Hear of an element that begins at this byte."""

    def end(self, name: str) -> None:
        """Hear of an element that ends."""

    def text(self, piece: str) -> None:
        """Hear of text between elements, in pieces."""


class _Guard:
    """Counts what comes in, and passes it on."""

    def __init__(self, visitor: Visitor, limits: ReadLimits) -> None:
        self._visitor = visitor
        self._limits = limits
        self._depth = 0
        self._elements = 0
        self.parser = expat.ParserCreate(namespace_separator=NAMESPACE_END)
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declare
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.StartNamespaceDeclHandler = self._namespace
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = visitor.text

    def _declare(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.upper() not in _ENCODINGS:
            shown = encoding[:20]
            raise UnreadableFile(
                "xml-encoding",
                f"The XML says it is written in {shown}; UTF-8 and UTF-16 are read.",
                {"encoding": shown},
            )

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        self._visitor.namespace(prefix or "", uri or "")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > self._limits.xml_depth_max:
            raise _too_much("xml-too-deep", "nested elements", self._limits.xml_depth_max)
        if self._elements > self._limits.xml_elements_max:
            raise _too_much("xml-too-many-elements", "elements", self._limits.xml_elements_max)
        if len(attributes) > self._limits.xml_attributes_max:
            raise _too_much(
                "xml-too-many-attributes", "attributes", self._limits.xml_attributes_max
            )
        self._visitor.start(name, attributes, self.parser.CurrentByteIndex)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._visitor.end(name)


def parse_xml(data: bytes, visitor: Visitor, limits: ReadLimits) -> None:
    """Tell the visitor what is in an XML document, or raise `UnreadableFile`."""
    parser = _Guard(visitor, limits).parser
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableFile(
            "xml-malformed",
            f"The XML is not well formed at line {error.lineno}: {expat.ErrorString(error.code)}.",
            {"line": error.lineno, "reason": expat.ErrorString(error.code)},
        ) from error
    except (LookupError, ValueError) as error:  # pyexpat, for a declared encoding it cannot decode
        raise UnreadableFile(
            "xml-encoding", "The XML is in an encoding that is not read.", {"encoding": "?"}
        ) from error


def _refuse_doctype(*_declaration: object) -> None:
    raise UnreadableFile(
        "xml-doctype", "The XML declares a document type, which can hide entities; it is not read."
    )


def _too_much(code: str, what: str, limit: int) -> UnreadableFile:
    return UnreadableFile(code, f"The XML has more than {limit} {what}.", {"limit": limit})
