import fc from 'fast-check';

/** `text`, so many times over: a large body stays readable when a failure is printed. */
export interface Body {
  readonly text: string;
  readonly times: number;
}

export const NO_BODY: Body = { text: '', times: 0 };

const LARGEST = 200_000;

const MULTIPART = ['--x', 'Content-Disposition: form-data; name="a"; filename="../b"', '', 'c', '--x--', ''];

/** Bodies, for routes that read none and for parsers that come before the route is known. */
export function hostileBodies(text: fc.Arbitrary<string>): fc.Arbitrary<Body> {
  const small = fc.oneof(
    text,
    fc.tuple(text, text).map(([name, value]) => `${name}=${value}&`),
    text.map((value) => JSON.stringify({ state: value, __proto__: { admin: true } })),
    fc.json({ maxDepth: 4 }),
    fc.constantFrom('everywhere=true', '{"everywhere":true}'),
    text.map((value) => MULTIPART.join('\r\n').replace('c', value)),
    fc.constantFrom('{', '[', '{"a":', '{"__proto__":{"x":1}}', 'a[b]', 'a[', 'a=1&', '\x1f\x8b\x08\0\0', '\0', '\n'),
  );
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(NO_BODY) },
    { weight: 3, arbitrary: small.map((body): Body => ({ text: body, times: 1 })) },
    { weight: 1, arbitrary: fc.tuple(small, fc.integer({ min: 1, max: LARGEST })).map(repeated) },
  );
}

function repeated([text, length]: [string, number]): Body {
  return { text, times: Math.floor(length / Math.max(1, text.length)) };
}
