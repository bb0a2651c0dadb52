/** A colour as red, green and blue, 0 to 255 each. */
export type Colour = readonly [number, number, number];

/** Pixels along the edge of what JPEG encodes as one. */
export const BLOCK = 8;

/** Twelve codes of four bits, one for each size that a difference can have. */
const DC_LENGTHS = [0, 0, 0, 12];
/** Blocks of one colour have no details: "end of block", coded as one bit, is all there is to say of them. */
const AC_LENGTHS = [1];
const END_OF_BLOCK = '0';
const DC_CODE_BITS = 4;
/** Halves the differences; what that costs in colour nobody sees. */
const QUANTIZATION = 2;

/**
 * A baseline JPEG (ITU-T T.81) made of blocks of one colour each.
 *
 * @param blocks - how many along each edge; the picture has eight times as many pixels
 */
export function encodeJpeg(blocks: number, colourAt: (column: number, row: number) => Colour): Buffer {
  const pixels = blocks * BLOCK;
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    segment(0xdb, [0, ...Array<number>(BLOCK * BLOCK).fill(QUANTIZATION)]),
    segment(0xc0, [8, ...uint16(pixels), ...uint16(pixels), 3, ...[1, 2, 3].flatMap((id) => [id, 0x11, 0])]),
    segment(0xc4, huffmanTable(0x00, DC_LENGTHS, [...Array(12).keys()])),
    segment(0xc4, huffmanTable(0x10, AC_LENGTHS, [0])),
    segment(0xda, [3, ...[1, 2, 3].flatMap((id) => [id, 0]), 0, 63, 0]),
    scan(blocks, colourAt),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function scan(blocks: number, colourAt: (column: number, row: number) => Colour): Buffer {
  const previous = [0, 0, 0];
  const bits: string[] = [];
  for (let row = 0; row < blocks; row += 1) {
    for (let column = 0; column < blocks; column += 1) {
      luminanceAndChrominance(colourAt(column, row)).forEach((level, component) => {
        // The mean of a block is its first coefficient, eight times over.
        const coefficient = Math.round((level * BLOCK) / QUANTIZATION);
        bits.push(codeOf(coefficient - (previous[component] ?? 0)), END_OF_BLOCK);
        previous[component] = coefficient;
      });
    }
  }
  return packed(bits.join(''));
}

/** How many bits the difference has, then the bits; those of a negative one are inverted. */
function codeOf(difference: number): string {
  const magnitude = Math.abs(difference);
  const size = magnitude === 0 ? 0 : magnitude.toString(2).length;
  const bits = difference < 0 ? difference + 2 ** size - 1 : difference;
  return size.toString(2).padStart(DC_CODE_BITS, '0') + (size === 0 ? '' : bits.toString(2).padStart(size, '0'));
}

function packed(bits: string): Buffer {
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  const bytes: number[] = [];
  for (let at = 0; at < padded.length; at += 8) {
    const byte = Number.parseInt(padded.slice(at, at + 8), 2);
    // 0xff begins a marker, unless a zero follows.
    bytes.push(...(byte === 0xff ? [byte, 0] : [byte]));
  }
  return Buffer.from(bytes);
}

/** YCbCr as JFIF has it, around zero. */
function luminanceAndChrominance([red, green, blue]: Colour): number[] {
  return [
    0.299 * red + 0.587 * green + 0.114 * blue - 128,
    -0.168736 * red - 0.331264 * green + 0.5 * blue,
    0.5 * red - 0.418688 * green - 0.081312 * blue,
  ];
}

function segment(marker: number, content: readonly number[]): Buffer {
  return Buffer.from([0xff, marker, ...uint16(content.length + 2), ...content]);
}

function huffmanTable(id: number, lengths: readonly number[], symbols: readonly number[]): number[] {
  return [id, ...lengths, ...Array<number>(16 - lengths.length).fill(0), ...symbols];
}

function uint16(value: number): [number, number] {
  return [value >> 8, value & 0xff];
}
