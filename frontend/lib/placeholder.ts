/**
 * The tiny picture that fills a photo's box before the photo is there: nine cells (3 × 3, row by row) of twelve
 * bits (RGB444), packed into 14 bytes and written as base64url.
 */
const SIDE = 3;
const BYTES = 14;
const ROW_BYTES = 12; // nine bytes of colour, padded to four as a bitmap wants it

/** The nine colours, each channel 0–255; null when the text is not a placeholder. */
export function decodePlaceholder(text: string): [number, number, number][] | null {
  const packed = bytesOf(text);
  if (packed?.length !== BYTES) return null;
  const nibble = (index: number) => {
    const byte = packed[index >> 1] ?? 0;
    return (index % 2 === 0 ? byte >> 4 : byte & 15) * 17;
  };
  return Array.from({ length: SIDE * SIDE }, (_, cell) => [
    nibble(cell * 3),
    nibble(cell * 3 + 1),
    nibble(cell * 3 + 2),
  ]);
}

/** The placeholder as an address an image or a background takes; the browser smooths it when it stretches it. */
export function placeholderUrl(text: string): string | null {
  const cells = decodePlaceholder(text);
  if (!cells) return null;
  const bitmap = new Uint8Array(54 + ROW_BYTES * SIDE);
  const view = new DataView(bitmap.buffer);
  bitmap.set([0x42, 0x4d]);
  view.setUint32(2, bitmap.length, true);
  view.setUint32(10, 54, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, SIDE, true);
  view.setInt32(22, -SIDE, true); // negative: the first row is the top one
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  cells.forEach(([red, green, blue], cell) => {
    bitmap.set([blue, green, red], 54 + Math.floor(cell / SIDE) * ROW_BYTES + (cell % SIDE) * 3);
  });
  return `data:image/bmp;base64,${btoa(String.fromCharCode(...bitmap))}`;
}

function bytesOf(text: string): Uint8Array | null {
  if (!/^[\w-]+$/.test(text)) return null;
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
