import { BLOCK, encodeJpeg, type Colour } from './jpeg.js';

const COLOURS: readonly Colour[] = [
  [0, 0, 0],
  [255, 255, 255],
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [17, 229, 148],
];

/** The bits of the only scan, its stuffed zeros taken out. */
function scanOf(jpeg: Buffer): string {
  const start = jpeg.indexOf(Buffer.from([0xff, 0xda]));
  const data = jpeg.subarray(start + 2 + jpeg.readUInt16BE(start + 2), jpeg.length - 2);
  const bytes = [...data].filter((byte, index) => !(byte === 0 && data[index - 1] === 0xff));
  return bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

/** The colours of the blocks, as any decoder finds them: differences of means, each followed by “end of block”. */
function decode(jpeg: Buffer, count: number): Colour[] {
  const bits = scanOf(jpeg);
  let at = 0;
  const read = (length: number) => bits.slice(at, (at += length));
  const means = [0, 0, 0];
  return Array.from({ length: count }, () => {
    const [y = 0, cb = 0, cr = 0] = means.map((_mean, component) => {
      const size = Number.parseInt(read(4), 2);
      const value = size === 0 ? 0 : Number.parseInt(read(size), 2);
      const difference = value < 2 ** (size - 1) ? value - 2 ** size + 1 : value;
      expect(read(1)).toBe('0');
      means[component] = (means[component] ?? 0) + (size === 0 ? 0 : difference);
      return ((means[component] ?? 0) * 2) / BLOCK;
    });
    return [y + 128 + 1.402 * cr, y + 128 - 0.344136 * cb - 0.714136 * cr, y + 128 + 1.772 * cb];
  });
}

describe('a JPEG of blocks', () => {
  const jpeg = encodeJpeg(3, (column, row) => COLOURS[(row * 3 + column) % COLOURS.length] ?? [0, 0, 0]);

  it('says how large it is, and is whole', () => {
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    expect([jpeg.readUInt16BE(frame + 5), jpeg.readUInt16BE(frame + 7)]).toEqual([24, 24]);
    expect([jpeg.readUInt16BE(0), jpeg.readUInt16BE(jpeg.length - 2)]).toEqual([0xffd8, 0xffd9]);
  });

  it('has the colour of each block, within what nobody sees', () => {
    const decoded = decode(jpeg, 9);
    expect(decoded).toHaveLength(9);
    for (const [index, colour] of decoded.entries()) {
      const wanted = COLOURS[index % COLOURS.length] ?? [0, 0, 0];
      colour.forEach((level, channel) => expect(Math.abs(level - (wanted[channel] ?? 0))).toBeLessThanOrEqual(1));
    }
  });

  it('hides no marker in its data', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const picture = encodeJpeg(6, (column, row) => [(seed * column * 37) % 256, (seed * row * 91) % 256, seed * 5]);
      const start = picture.indexOf(Buffer.from([0xff, 0xda])) + 14;
      const data = picture.subarray(start, picture.length - 2);
      data.forEach((byte, index) => {
        if (byte === 0xff) expect(data[index + 1]).toBe(0);
      });
    }
  });
});
