// Reading what stands in an Excel file: a zip of XML, whose parts are named in the directory at its end (PKWARE APPNOTE 4.3).
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const DIRECTORY_END = 0x06054b50;
const DIRECTORY_LINE = 0x02014b50;

/** All text of the workbook, part after part. */
export function textOfWorkbook(path: string): string {
  const file = readFileSync(path);
  let end = file.length - 22;
  while (end >= 0 && file.readUInt32LE(end) !== DIRECTORY_END) end -= 1;
  let line = file.readUInt32LE(end + 16);
  const parts: string[] = [];
  while (file.readUInt32LE(line) === DIRECTORY_LINE) {
    const isDeflated = file.readUInt16LE(line + 10) === 8;
    const size = file.readUInt32LE(line + 20);
    const head = file.readUInt32LE(line + 42);
    const start = head + 30 + file.readUInt16LE(head + 26) + file.readUInt16LE(head + 28);
    const part = file.subarray(start, start + size);
    parts.push((isDeflated ? inflateRawSync(part) : part).toString('utf8'));
    line += 46 + file.readUInt16LE(line + 28) + file.readUInt16LE(line + 30) + file.readUInt16LE(line + 32);
  }
  return parts.join('\n');
}
