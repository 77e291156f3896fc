"""What turns WeasyPrint's PDF/A-3a into a file that is PDF/UA-1 as well, and acceptable to strict validators."""

import zlib

import pydyf

# PDF/A allows no XMP property that it does not know, unless the file describes it: the extension schema of PDF/UA.
PDFUA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
END_OF_RDF = b"</rdf:RDF>"


def finish(pdf: pydyf.PDF, *, attempt: int = 0) -> None:
    """Adds the PDF/UA claim and packs every stream, in place. Call last, right before the file is written.

    `attempt` above 0 changes the file's inner index without changing anything that is read: see `is_clean`.
    """
    for stream in [item for item in pdf.objects if isinstance(item, pydyf.Stream)]:
        if stream.extra.get("Type") == "/Metadata":
            _claim_accessibility(stream)
        else:
            _pack(stream)
    if attempt:
        pdf.add_object(pydyf.Dictionary({"Attempt": attempt}))


def is_clean(data: bytes) -> bool:
    """False where the packed index happens to end in a carriage return, which strict readers take for a line end.

    That is about one file in 128, and it takes another `attempt` to avoid.
    """
    return b"\r\nendstream" not in data


def _claim_accessibility(metadata: pydyf.Stream) -> None:
    """Metadata stay unpacked, so that an archive can find them without a PDF library."""
    content = b"".join(metadata.stream)
    if content.count(END_OF_RDF) != 1:
        raise ValueError("The PDF's metadata have an unexpected form")
    metadata.stream = [content.replace(END_OF_RDF, PDFUA + END_OF_RDF)]
    metadata.compress = False


def _pack(stream: pydyf.Stream) -> None:
    """Packs once, here, what would otherwise be packed again for each use of the stream's bytes.

    A packed stream that ends in a carriage return is left unpacked: its last byte would be taken for the line end
    before `endstream`. About one in 256.
    """
    if not stream.compress:
        return
    stream.compress = False
    raw = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    packed = zlib.compress(raw, level=9)
    if packed.endswith(b"\r"):
        return
    stream.stream = [packed]
    stream.extra = pydyf.Dictionary(stream.extra | {"Filter": "/FlateDecode"})
