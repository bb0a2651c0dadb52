import { people, startEmulator, type Emulator } from '../index.js';
import { CP1, getGraph, postToken, refreshForm, signIn } from '../spec-support.js';

const PROPERTIES = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

interface GraphRefusal {
  error: { code: string; message: string; innerError: Record<string, string> };
}

/** Height and width as the frame header says, of a file that is whole. */
function jpegEdges(bytes: Buffer): [number, number] {
  expect([bytes.readUInt16BE(0), bytes.readUInt16BE(bytes.length - 2)]).toEqual([0xffd8, 0xffd9]);
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  return [bytes.readUInt16BE(frame + 5), bytes.readUInt16BE(frame + 7)];
}

describe('Microsoft Graph', () => {
  let emulator: Emulator;
  let now: number;

  beforeEach(async () => {
    now = Date.parse('2026-01-02T03:04:05.678Z');
    emulator = await startEmulator({ now: () => now });
  });

  afterEach(() => emulator.close());

  async function refusalOf(answer: Response): Promise<GraphRefusal['error']> {
    return ((await answer.json()) as GraphRefusal).error;
  }

  it('answers /me with the properties and headers of Graph, in its order', async () => {
    const { access_token: token } = await signIn(emulator, people.noMail);
    const answer = await getGraph(emulator, '/v1.0/me', token, { 'client-request-id': 'mine' });
    const body = (await answer.json()) as Record<string, unknown>;
    expect(Object.keys(body)).toEqual(['@odata.context', ...PROPERTIES]);
    expect(body).toMatchObject({ id: people.noMail.oid, displayName: 'Noah Nomail', mail: null });
    expect(answer.headers.get('content-type')).toBe(
      'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
    );
    expect(answer.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('client-request-id')).toBe('mine');
  });

  it('answers only what $select names', async () => {
    const { access_token: token } = await signIn(emulator, people.ordinary);
    const answer = await getGraph(emulator, '/v1.0/me?$select=displayName,givenName', token);
    expect(await answer.json()).toEqual({
      '@odata.context': `${emulator.origin}/v1.0/$metadata#users(displayName,givenName)/$entity`,
      displayName: 'Adele Ordinary',
      givenName: 'Adele',
    });
    const unknown = await getGraph(emulator, '/v1.0/me?$select=shoeSize', token);
    expect(unknown.status).toBe(400);
    expect(await refusalOf(unknown)).toMatchObject({ code: 'BadRequest' });
  });

  it('carries every kind of name unharmed', async () => {
    for (const person of [people.accents, people.rightToLeft, people.markup, people.longName]) {
      const { access_token: token } = await signIn(emulator, person);
      const body = await (await getGraph(emulator, '/v1.0/me', token)).json();
      expect(body).toMatchObject({ displayName: person.displayName });
    }
    expect(people.longName.displayName.length).toBeGreaterThan(200);
  });

  it('answers userinfo with the subject of the ID token', async () => {
    const tokens = await signIn(emulator, people.ordinary);
    const claims = JSON.parse(Buffer.from(tokens['id_token']?.split('.')[1] ?? '', 'base64url').toString()) as {
      sub: string;
    };
    const body = await (await getGraph(emulator, '/oidc/userinfo', tokens['access_token'])).json();
    expect(body).toMatchObject({ sub: claims.sub, name: 'Adele Ordinary', family_name: 'Ordinary' });
  });

  describe('the photo', () => {
    it('is a picture with an ETag, and 304 to whoever has it', async () => {
      const { access_token: token } = await signIn(emulator, people.ordinary);
      const answer = await getGraph(emulator, '/v1.0/me/photo/$value', token);
      expect(answer.headers.get('content-type')).toBe('image/jpeg');
      expect(jpegEdges(Buffer.from(await answer.arrayBuffer()))).toEqual([648, 648]);
      const again = await getGraph(emulator, '/v1.0/me/photo/$value', token, {
        'if-none-match': answer.headers.get('etag') ?? '',
      });
      expect(again.status).toBe(304);
    });

    it.each([48, 64, 96, 120, 240, 360, 432, 504, 648])('comes with an edge of %i pixels', async (size) => {
      const { access_token: token } = await signIn(emulator, people.ordinary);
      const answer = await getGraph(emulator, `/v1.0/me/photos/${size}x${size}/$value`, token);
      expect(jpegEdges(Buffer.from(await answer.arrayBuffer()))).toEqual([size, size]);
    });

    it('tells of itself without the picture', async () => {
      const { access_token: token } = await signIn(emulator, people.ordinary);
      const largest = await getGraph(emulator, '/v1.0/me/photo', token);
      const picture = await getGraph(emulator, '/v1.0/me/photo/$value', token);
      expect(await largest.json()).toEqual({
        '@odata.context': `${emulator.origin}/v1.0/$metadata#users('${people.ordinary.oid}')/photo/$entity`,
        '@odata.mediaContentType': 'image/jpeg',
        '@odata.mediaEtag': picture.headers.get('etag'),
        id: '648x648',
        height: 648,
        width: 648,
      });
      const all = (await (await getGraph(emulator, '/v1.0/me/photos', token)).json()) as { value: object[] };
      expect(all.value).toHaveLength(9);
    });

    it('is 404 in a size that there is not', async () => {
      const { access_token: token } = await signIn(emulator, people.ordinary);
      const answer = await getGraph(emulator, '/v1.0/me/photos/50x50/$value', token);
      expect(answer.status).toBe(404);
      expect(await refusalOf(answer)).toMatchObject({ code: 'ImageNotFound' });
    });

    it('is 404 ImageNotFound for people without one', async () => {
      const { access_token: token } = await signIn(emulator, people.noPhoto);
      const answer = await getGraph(emulator, '/v1.0/me/photo/$value', token);
      expect(answer.status).toBe(404);
      expect(await refusalOf(answer)).toMatchObject({ code: 'ImageNotFound' });
    });
  });

  describe('refuses', () => {
    it.each([
      ['no token', undefined, 'Access token is empty.'],
      ['an unknown token', 'EwBnonsense', 'CompactToken validation failed with reason code: 80049228.'],
    ])('%s with a plain challenge', async (_which, token, message) => {
      const answer = await getGraph(emulator, '/v1.0/me', token);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe(
        `Bearer realm="", authorization_uri="${emulator.origin}/common/oauth2/authorize", ` +
          'client_id="00000003-0000-0000-c000-000000000000"',
      );
      expect(await refusalOf(answer)).toMatchObject({
        code: 'InvalidAuthenticationToken',
        message,
        innerError: {
          date: '2026-01-02T03:04:05',
          'request-id': answer.headers.get('request-id'),
          'client-request-id': answer.headers.get('request-id'),
        },
      });
    });

    it('an ID token', async () => {
      const { id_token: token } = await signIn(emulator, people.ordinary);
      expect((await getGraph(emulator, '/v1.0/me', token)).status).toBe(401);
    });

    it('an expired token', async () => {
      const { access_token: token } = await signIn(emulator, people.ordinary);
      now += 4799 * 1000;
      const answer = await getGraph(emulator, '/v1.0/me', token);
      expect(answer.status).toBe(401);
      expect(await refusalOf(answer)).toMatchObject({
        message: 'Lifetime validation failed, the token is expired.',
      });
    });

    it('a token without the permission', async () => {
      const { access_token: token } = await signIn(emulator, people.ordinary, {
        authorize: { scope: 'openid profile' },
      });
      const answer = await getGraph(emulator, '/v1.0/me', token);
      expect(answer.status).toBe(403);
      expect(await refusalOf(answer)).toMatchObject({ code: 'Authorization_RequestDenied' });
    });
  });

  describe('after access tokens were revoked', () => {
    it('answers a claims challenge, which a refresh with its claims satisfies', async () => {
      const tokens = await signIn(emulator, people.ordinary, { token: { claims: CP1 } });
      emulator.revokeAccessTokens(people.ordinary.oid);
      const answer = await getGraph(emulator, '/v1.0/me', tokens['access_token']);
      expect(answer.status).toBe(401);
      const challenge = answer.headers.get('www-authenticate') ?? '';
      expect(challenge).toContain('error="insufficient_claims", claims="');
      const claims = Buffer.from(/claims="([^"]+)"/.exec(challenge)?.[1] ?? '', 'base64').toString();
      expect(claims).toBe('{"access_token":{"nbf":{"essential":true, "value":"1767323045"}}}');

      const merged = JSON.stringify({
        access_token: { nbf: { essential: true, value: '1767323045' }, xms_cc: { values: ['cp1'] } },
      });
      const { body } = await postToken(emulator, refreshForm(emulator, tokens['refresh_token'], { claims: merged }));
      expect((await getGraph(emulator, '/v1.0/me', String(body['access_token']))).status).toBe(200);
    });

    it('goes on with tokens of clients that did not declare cp1, as Graph does', async () => {
      const { access_token: token } = await signIn(emulator, people.ordinary);
      emulator.revokeAccessTokens(people.ordinary.oid);
      expect((await getGraph(emulator, '/v1.0/me', token)).status).toBe(200);
    });
  });
});
