import fc from 'fast-check';
import { cpuTimeMs } from '../../test/support/cpu-time.js';
import { readClaimsChallenge } from './claims-challenge.js';

const CLAIMS = '{"access_token":{"nbf":{"essential":true, "value":"1635527790"}}}';
/** What Graph sent in 2021, as it came. */
const RECORDED =
  'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTYzNTUyNzc5MCJ9fX0="';
const URI = 'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const bearer = (claims: string) => `Bearer realm="", error="insufficient_claims", claims="${claims}"`;

describe('readClaimsChallenge', () => {
  it('reads what Graph sent in 2021', () => {
    expect(readClaimsChallenge(RECORDED)).toBe(CLAIMS);
  });

  it('reads the form of 2024: two schemes in one header, each with parameters of its own', () => {
    const header =
      `PoP realm="", ${URI}, client_id="00000003-0000-0000-c000-000000000000", nonce="ey==", ` +
      `Bearer realm="", ${URI}, client_id="00000003-0000-0000-c000-000000000000", ` +
      'error_description="Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp", ' +
      `error="insufficient_claims", claims="${base64(CLAIMS)}"`;
    expect(readClaimsChallenge(header)).toBe(CLAIMS);
  });

  describe('reads claims in', () => {
    // Each length of padding, and letters for which the two alphabets differ.
    const texts = [
      '{"a":1}',
      '{"a":12}',
      '{"a":123}',
      '{"access_token":{"x":{"value":"¿¿¿>>>???ÿÿÿ"}}}',
      '{"id_token":{"acrs":{"essential":true,"value":"c1"}}}',
    ];

    it.each(texts)('base64 with padding: %s', (text) => {
      expect(readClaimsChallenge(bearer(base64(text)))).toBe(text);
    });

    it.each(texts)('base64 without padding: %s', (text) => {
      expect(readClaimsChallenge(bearer(base64(text).replaceAll('=', '')))).toBe(text);
    });

    it.each(texts)('base64url: %s', (text) => {
      expect(readClaimsChallenge(bearer(base64url(text)))).toBe(text);
    });
  });

  const good = `claims="${base64(CLAIMS)}"`;

  it.each<[string, string]>([
    ['with the claims first', `Bearer ${good}, error="insufficient_claims", realm=""`],
    ['with the claims before the error', `Bearer realm="", ${good}, error="insufficient_claims", ${URI}`],
    ['without quotes', `Bearer error=insufficient_claims, claims=${base64(CLAIMS)}`],
    ['with its scheme in lower case', `bearer error="insufficient_claims", ${good}`],
    ['with parameters in upper case', `BEARER ERROR="insufficient_claims", CLAIMS="${base64(CLAIMS)}"`],
    ['with space around the equals signs', `Bearer error = "insufficient_claims" , claims = "${base64(CLAIMS)}"`],
    ['without space after the commas', `Bearer realm="",error="insufficient_claims",${good}`],
    [
      'with a comma and an equals sign in a quoted text',
      `Bearer error_description="now, claims=none, and more", error="insufficient_claims", ${good}`,
    ],
    [
      'with an escaped quote in a quoted text',
      `Bearer errorDescription="say \\"claims=\\", please", error="insufficient_claims", ${good}`,
    ],
    [
      'with parameters in a quoted text with escaped quotes',
      `Bearer error="insufficient_claims", ${good}, error_description="not \\"claims=none, error=other\\""`,
    ],
    [
      'with the name of another scheme in a quoted text',
      `Bearer realm="Basic realm, PoP x", error="insufficient_claims", ${good}`,
    ],
    ['with a type of its own', `Bearer cc_type="authcontext", error="insufficient_claims", ${good}`],
    ['before another scheme', `Bearer error="insufficient_claims", ${good}, Basic realm="files"`],
    ['after a scheme without parameters', `Negotiate , Bearer error="insufficient_claims", ${good}`],
    [
      'after another scheme with an error of its own',
      `PoP error="invalid_token", claims="bm8=", Bearer error="insufficient_claims", ${good}`,
    ],
  ])('reads a challenge %s', (_form, header) => {
    expect(readClaimsChallenge(header)).toBe(CLAIMS);
  });

  it.each<[string, string | undefined]>([
    ['no header', undefined],
    ['an empty header', ''],
    ['an expired token', `Bearer realm="", ${URI}, client_id="00000003-0000-0000-c000-000000000000"`],
    ['another error', `Bearer error="invalid_token", ${good}`],
    ['an error that only begins alike', `Bearer error="insufficient_claims_2", ${good}`],
    ['claims without an error', `Bearer ${good}`],
    ['an error without claims', 'Bearer error="insufficient_claims"'],
    ['a challenge for another scheme alone', `PoP error="insufficient_claims", ${good}`],
    ['claims of another scheme', `PoP ${good}, Bearer error="insufficient_claims"`],
    ['a challenge without a scheme', `error="insufficient_claims", ${good}`],
    ['a challenge inside a quoted text', `Bearer realm="error=insufficient_claims, ${base64(CLAIMS)}"`],
    ['claims that are empty', bearer('')],
    ['claims that are no base64', bearer('!!!')],
    ['claims that are no JSON', bearer(base64('nonsense'))],
    ['claims that are JSON cut short', bearer(base64(CLAIMS.slice(0, -1)))],
    ['claims that are no object', bearer(base64('"text"'))],
    ['claims that are null', bearer(base64('null'))],
    ['a quote that never ends', `Bearer error="insufficient_claims", claims="${base64(CLAIMS)}`],
    ['garbage', ',,,===""\\"'],
  ])('sees no claims challenge in %s', (_what, header) => {
    expect(readClaimsChallenge(header)).toBeUndefined();
  });

  it.each(['a', 'a ', 'a=', 'a="', '\\"', 'Bearer '])('is quick with any number of %j', (piece) => {
    const header = piece.repeat(8192 / piece.length);
    const tenTimes = () => {
      for (let time = 0; time < 10; time += 1) readClaimsChallenge(header);
    };
    expect(cpuTimeMs(tenTimes, 500)).toBeLessThan(500);
  });

  it('reads any claims, wherever in the header and in whatever form they stand', () => {
    const claims = fc.dictionary(fc.string(), fc.jsonValue()).map((object) => JSON.stringify(object));
    const encodings = fc.constantFrom(base64, base64url, (text: string) => base64(text).replaceAll('=', ''));
    const quoted = fc.string().map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`);
    const others = fc.array(
      fc.tuple(fc.stringMatching(/^x[a-z]{1,8}$/), quoted).map(([name, value]) => `${name}=${value}`),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(claims, encodings, others, others, fc.boolean(), (text, encode, before, after, swapped) => {
        const challenge = ['error="insufficient_claims"', `claims="${encode(text)}"`];
        const parameters = [...before, ...(swapped ? challenge.reverse() : challenge), ...after];
        expect(readClaimsChallenge(`Bearer ${parameters.join(', ')}`)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  describe('of any other header', () => {
    const words = String.raw`Bearer PoP claims error = " \\ \" , a "insufficient_claims" error="insufficient_claims"
      claims= claims="e30=" claims="W10=" claims="bnVsbA=="`.split(/\s+/);
    const piece = fc.oneof(fc.constantFrom(' ', ...words), fc.string({ unit: 'binary', maxLength: 10 }));
    const stretch = fc
      .tuple(piece, fc.oneof(fc.constant(1), fc.nat({ max: 9000 })))
      .map(([text, times]) => text.repeat(times));
    const headers = fc
      .tuple(fc.constantFrom('', 'Bearer '), fc.array(stretch, { maxLength: 6 }))
      .map(([start, stretches]) => (start + stretches.join('')).slice(0, 20_000));

    it('makes a JSON object or nothing, in no time to speak of', () => {
      fc.assert(
        fc.property(headers, (header) => {
          let claims: string | undefined;
          const read = () => void (claims = readClaimsChallenge(header));
          expect(cpuTimeMs(read, 500)).toBeLessThan(500);
          if (claims !== undefined) expect(JSON.parse(claims)).toEqual(expect.any(Object));
        }),
        { numRuns: 1000 },
      );
    });
  });
});
