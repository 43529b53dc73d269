"""Pictures: recognise, decode, turn upright, convert to sRGB, resize, read what the camera wrote.

Plain Python on libvips. The modules a web process needs (errors, formats, metadata, recipes,
results, decoder) import no image library; the decoding itself runs in a child process of its own
(`decoder.Decoder`), because the files come from strangers.
"""
