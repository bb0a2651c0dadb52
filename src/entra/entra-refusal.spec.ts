import fc from 'fast-check';
import { cpuTimeMs } from '../../test/support/cpu-time.js';
import { parseErrorAnswer, parseErrorDescription } from './entra-refusal.js';

const TRACE = '0a1b2c3d-0000-4000-8000-000000000001';
const CORRELATION = '0a1b2c3d-0000-4000-8000-000000000002';
const TIME = '2021-07-19 23:21:09Z';
const TEXT = "The request body must contain the following parameter: 'response_type'.";

describe('parseErrorDescription', () => {
  it.each([
    ['lines of their own', '\r\n'],
    ['single spaces', ' '],
    ['bare line feeds', '\n'],
  ])('reads the four parts when they are separated by %s', (_form, separator) => {
    const description = [
      `AADSTS900144: ${TEXT}`,
      `Trace ID: ${TRACE}`,
      `Correlation ID: ${CORRELATION}`,
      `Timestamp: ${TIME}`,
    ].join(separator);
    expect(parseErrorDescription(description)).toEqual({
      aadsts: 'AADSTS900144',
      text: TEXT,
      traceId: TRACE,
      correlationId: CORRELATION,
      timestamp: TIME,
    });
  });

  it('reads what Entra sent to a redirect URI, in its own encoding', () => {
    const query =
      'error=invalid_request&error_description=AADSTS900144%3a+The+request+body+must+contain+the+following+parameter%3a+%27response_type%27.' +
      `%0d%0aTrace+ID%3a+${TRACE}%0d%0aCorrelation+ID%3a+${CORRELATION}%0d%0aTimestamp%3a+2021-07-19+23%3a21%3a09Z`;
    const description = new URLSearchParams(query).get('error_description') ?? '';
    expect(parseErrorDescription(description)).toMatchObject({
      aadsts: 'AADSTS900144',
      text: TEXT,
      timestamp: TIME,
    });
  });

  it('reads ids in upper case', () => {
    const description = `AADSTS1: Text. Trace ID: ${TRACE.toUpperCase()} Correlation ID: ${CORRELATION.toUpperCase()} Timestamp: ${TIME}`;
    expect(parseErrorDescription(description)).toMatchObject({ traceId: TRACE.toUpperCase(), text: 'Text.' });
  });

  it('keeps a text of several lines together, colons and all', () => {
    const text = 'First line: with a colon.\r\nSecond line.';
    const description = `AADSTS50076: ${text} Trace ID: ${TRACE} Correlation ID: ${CORRELATION} Timestamp: ${TIME}`;
    expect(parseErrorDescription(description)).toMatchObject({ aadsts: 'AADSTS50076', text });
  });

  it.each([
    ['without ids', 'AADSTS65004: User declined.', { aadsts: 'AADSTS65004', text: 'AADSTS65004: User declined.' }],
    ['without a number', 'The user said no.', { text: 'The user said no.' }],
    [
      'with its parts in another order',
      `AADSTS1: Text. Timestamp: ${TIME} Trace ID: ${TRACE}`,
      { aadsts: 'AADSTS1', text: `AADSTS1: Text. Timestamp: ${TIME} Trace ID: ${TRACE}` },
    ],
    ['with a number elsewhere', 'see AADSTS50011', { text: 'see AADSTS50011' }],
    ['with something else for a number', 'AADSTS1"><script>: Text.', { text: 'AADSTS1"><script>: Text.' }],
    ['with too long a number', 'AADSTS1234567890: Text.', { text: 'AADSTS1234567890: Text.' }],
    [
      'with too long an id',
      `AADSTS1: Text. Trace ID: ${'a'.repeat(65)} Correlation ID: ${CORRELATION} Timestamp: ${TIME}`,
      {
        aadsts: 'AADSTS1',
        text: `AADSTS1: Text. Trace ID: ${'a'.repeat(65)} Correlation ID: ${CORRELATION} Timestamp: ${TIME}`,
      },
    ],
    [
      'with too long a time',
      `AADSTS1: Text. Trace ID: ${TRACE} Correlation ID: ${CORRELATION} Timestamp: 2${'0'.repeat(64)}`,
      {
        aadsts: 'AADSTS1',
        text: `AADSTS1: Text. Trace ID: ${TRACE} Correlation ID: ${CORRELATION} Timestamp: 2${'0'.repeat(64)}`,
      },
    ],
  ])('gives the text alone of a form that it does not know: %s', (_form, description, expected) => {
    expect(parseErrorDescription(description)).toEqual(expected);
  });

  it.each([[undefined], ['']])('has nothing to say of %j', (description) => {
    expect(parseErrorDescription(description)).toEqual({});
  });

  it('shows no more than 500 characters, whatever the form', () => {
    const long = 'x'.repeat(3000);
    const known = `AADSTS1: ${long} Trace ID: ${TRACE} Correlation ID: ${CORRELATION} Timestamp: ${TIME}`;
    for (const description of [long, `AADSTS1: ${long}`, known]) {
      expect(parseErrorDescription(description).text).toHaveLength(500);
    }
  });

  // It took a minute and a half, in which the service answered nobody.
  it.each([
    ['spaces', `AADSTS1:${' '.repeat(8000)}`],
    ['spaces before every part', `AADSTS1:${' '.repeat(4000)}Trace ID:${' Trace ID:'.repeat(400)}`],
    ['spaces inside', `AADSTS1: a Trace ID: a${' '.repeat(8000)}b`],
    ['line ends', `AADSTS1:${'\r\n'.repeat(4000)}`],
    ['many parts', `AADSTS1:${' Trace ID: a Correlation ID: a Timestamp: a'.repeat(180)}\n`],
    ['digits', `AADSTS${'1'.repeat(8000)}`],
    ['hex digits', `AADSTS1: a${' Trace ID: a'.repeat(700)}`],
    ['a long time', `AADSTS1: a Trace ID: a Correlation ID: a Timestamp: ${'2 '.repeat(4000)}`],
  ])('is not slowed down by a description made to be slow: %s', (_how, description) => {
    expect(cpuTimeMs(() => void parseErrorDescription(description), 500)).toBeLessThan(500);
  });

  it('reads back whatever stands in the four parts', () => {
    const id = fc.uuid();
    const line = fc.string({ minLength: 1, maxLength: 200 }).map((text) => text.trim());
    const parts = fc.record({
      number: fc.nat({ max: 999_999_999 }),
      said: line,
      traceId: id,
      correlationId: id,
      end: fc.constantFrom('\r\n', ' '),
    });
    fc.assert(
      fc.property(parts, ({ number, said, traceId, correlationId, end }) => {
        const description = [
          `AADSTS${number}: ${said}`,
          `Trace ID: ${traceId}`,
          `Correlation ID: ${correlationId}`,
          `Timestamp: ${TIME}`,
        ].join(end);
        const expected = { aadsts: `AADSTS${number}`, text: said, traceId, correlationId, timestamp: TIME };
        expect(parseErrorDescription(description)).toEqual(expected);
      }),
    );
  });

  describe('whatever somebody sends to the redirect URI,', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'AADSTS',
        '1',
        ':',
        ' ',
        '\r\n',
        '\n',
        '\t',
        ' Trace ID: ',
        ' Correlation ID: ',
        ' Timestamp: ',
        'a-1',
        '-',
      ),
      fc.constantFrom('AADSTS1: x Trace ID: a', ' Correlation ID: b', ' Timestamp: c', '2026-01-01 00:00:00Z'),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    const stretch = fc
      .tuple(piece, fc.oneof(fc.constant(1), fc.nat({ max: 4000 })))
      .map(([text, times]) => text.repeat(times));
    const descriptions = fc
      .tuple(fc.constantFrom('AADSTS1:', 'AADSTS', ''), fc.array(stretch, { maxLength: 8 }))
      .map(([start, stretches]) => (start + stretches.join('')).slice(0, 8192));

    it('shows at most 500 characters of each part, and ids that look like ids', () => {
      fc.assert(
        fc.property(descriptions, (description) => {
          const { aadsts, text, traceId, correlationId, timestamp } = parseErrorDescription(description);
          if (aadsts !== undefined) expect(aadsts).toMatch(/^AADSTS\d{1,500}$/);
          for (const id of [traceId, correlationId]) if (id !== undefined) expect(id).toMatch(/^[0-9a-f-]{1,500}$/i);
          for (const shown of [text, timestamp]) expect((shown ?? '').length).toBeLessThanOrEqual(500);
        }),
        { numRuns: 1000 },
      );
    });

    it('takes no time to speak of', () => {
      fc.assert(
        fc.property(descriptions, (description) => {
          expect(cpuTimeMs(() => void parseErrorDescription(description), 500)).toBeLessThan(500);
        }),
        { numRuns: 1000 },
      );
    });
  });
});

describe('parseErrorAnswer', () => {
  const description = `AADSTS7000215: Invalid client secret provided. Trace ID: ${TRACE} Correlation ID: ${CORRELATION} Timestamp: ${TIME}`;

  it('reads the token endpoint’s error', () => {
    expect(
      parseErrorAnswer({
        error: 'invalid_client',
        error_description: description,
        error_codes: [7000215],
        timestamp: TIME,
        trace_id: TRACE,
        correlation_id: CORRELATION,
        error_uri: 'https://login.microsoftonline.com/error?code=7000215',
      }),
    ).toEqual({
      error: 'invalid_client',
      suberror: undefined,
      claims: undefined,
      details: {
        aadsts: 'AADSTS7000215',
        text: 'Invalid client secret provided.',
        traceId: TRACE,
        correlationId: CORRELATION,
        timestamp: TIME,
      },
    });
  });

  it('hands on the suberror and the claims to ask for', () => {
    const claims = '{"access_token":{"capolids":{"essential":true,"values":["x"]}}}';
    expect(parseErrorAnswer({ error: 'invalid_grant', suberror: 'message_only', claims })).toEqual({
      error: 'invalid_grant',
      suberror: 'message_only',
      claims,
      details: {},
    });
  });

  // They stood in the log as they came, up to half a megabyte of them.
  it.each(['', 'Invalid grant!', 'INVALID_GRANT', 'a'.repeat(65), 'a\nb', 'tok.en-7', 'x'.repeat(500_000)])(
    'takes %.20j for no word, and the refusal for one of an unknown kind',
    (odd) => {
      expect(parseErrorAnswer({ error: odd, suberror: odd })).toEqual({
        error: 'not_a_word',
        suberror: 'not_a_word',
        claims: undefined,
        details: {},
      });
    },
  );

  it('leaves out claims that are too long to be asked for', () => {
    expect(parseErrorAnswer({ error: 'a', claims: 'x'.repeat(4097) })?.claims).toBeUndefined();
  });

  it('is not slowed down by half a megabyte of description', () => {
    const answer = { error: 'a', error_description: `AADSTS1: ${' Trace ID: a'.repeat(40_000)}` };
    expect(parseErrorAnswer(answer)?.details.aadsts).toBe('AADSTS1');
    expect(cpuTimeMs(() => void parseErrorAnswer(answer), 500)).toBeLessThan(500);
  });

  it('takes ids and number from their own fields when the description is of an unknown form', () => {
    const answer = {
      error: 'invalid_grant',
      error_description: 'Something new.',
      error_codes: [70002, 70008],
      timestamp: TIME,
      trace_id: TRACE,
      correlation_id: CORRELATION,
    };
    expect(parseErrorAnswer(answer)?.details).toEqual({
      aadsts: 'AADSTS70002',
      text: 'Something new.',
      traceId: TRACE,
      correlationId: CORRELATION,
      timestamp: TIME,
    });
  });

  it.each([[[-1]], [[1.5]], [[1e21]], [[1_234_567_890]], [['50011']], ['50011'], [[]]])(
    'shows no number that is none: %j',
    (error_codes) => {
      expect(parseErrorAnswer({ error: 'invalid_grant', error_codes })?.details).toEqual({});
    },
  );

  it('shows no id or time that is too long', () => {
    const long = 'a'.repeat(65);
    const answer = { error: 'invalid_grant', trace_id: long, correlation_id: long, timestamp: long };
    expect(parseErrorAnswer(answer)?.details).toEqual({});
  });

  it.each([
    [undefined],
    [null],
    ['invalid_grant'],
    [[]],
    [{}],
    [{ error: 1 }],
    [{ error: { code: 'InvalidAuthenticationToken' } }],
    [{ error_description: description }],
  ])('is undefined for a body that is no such error: %j', (body) => {
    expect(parseErrorAnswer(body)).toBeUndefined();
  });
});
