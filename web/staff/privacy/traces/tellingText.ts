// The parts of a file that tell where it comes from: head and foot of a text, the properties of a workbook.

/** Enough for the titles of the widest list, and for its last lines. */
const ENDS = 60_000;

export async function tellingText(file: Blob): Promise<string> {
  const begin = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isWorkbook = begin[0] === 0x50 && begin[1] === 0x4b;
  if (isWorkbook) return propertiesOf(new Uint8Array(await file.arrayBuffer()));
  const head = await file.slice(0, ENDS).text();
  return file.size > ENDS ? head + (await file.slice(-ENDS).text()) : head;
}

/** The texts of `docProps/` in a workbook, which is a ZIP archive (APPNOTE.TXT, section 4.3). */
async function propertiesOf(bytes: Uint8Array): Promise<string> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findBackwards(view, 0x06054b50);
  if (end < 0) return '';
  let text = '';
  let at = view.getUint32(end + 16, true);
  const entries = view.getUint16(end + 10, true);
  for (let entry = 0; entry < entries && at + 46 <= bytes.length; entry += 1) {
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const nameLength = view.getUint16(at + 28, true);
    const skipped = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (name.startsWith('docProps/')) {
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      text += await unpacked(bytes.slice(start, start + packed), method);
    }
    at += 46 + nameLength + skipped;
  }
  return text;
}

function findBackwards(view: DataView, signature: number): number {
  for (let at = view.byteLength - 22; at >= 0; at -= 1) if (view.getUint32(at, true) === signature) return at;
  return -1;
}

async function unpacked(bytes: Uint8Array<ArrayBuffer>, method: number): Promise<string> {
  if (method === 0) return new TextDecoder().decode(bytes);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}
