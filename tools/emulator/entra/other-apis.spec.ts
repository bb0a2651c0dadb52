import { people, startEmulator, type Emulator } from '../index.js';
import {
  authorizeUrl,
  codeForm,
  getGraph,
  newCode,
  open,
  postToken,
  refreshForm,
  SCOPE,
  signIn,
} from '../spec-support.js';

const ORDERS = 'api://orders/access';
const BOTH = `${SCOPE} ${ORDERS}`;

describe('scopes of another API', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({ apis: ['api://orders'] });
  });

  afterEach(() => emulator.close());

  it('are consented to beside those of Graph, in one authorization request', async () => {
    const tokens = await signIn(emulator, people.ordinary, {
      authorize: { scope: BOTH },
      token: { scope: SCOPE },
    });
    expect(tokens['scope']).toBe('openid profile User.Read');
    const form = refreshForm(emulator, tokens['refresh_token'], { scope: ORDERS });
    expect((await postToken(emulator, form)).body).toMatchObject({ scope: `openid profile ${ORDERS}` });
  });

  it('are refused beside those of Graph at a redemption and at a refresh: AADSTS28000', async () => {
    const code = await newCode(emulator, people.ordinary, { scope: BOTH });
    const refused = { error: 'invalid_request', error_codes: [28000] };
    const { body: atOnce } = await postToken(emulator, codeForm(emulator, code, { scope: BOTH }));
    expect(atOnce).toMatchObject(refused);
    const { body } = await postToken(emulator, codeForm(emulator, code, { scope: ORDERS }));
    const refresh = refreshForm(emulator, body['refresh_token'], { scope: `${ORDERS} User.Read` });
    expect((await postToken(emulator, refresh)).body).toMatchObject(refused);
  });

  it('give a token that Graph refuses', async () => {
    const { access_token: token } = await signIn(emulator, people.ordinary, {
      authorize: { scope: BOTH },
      token: { scope: ORDERS },
    });
    const answer = await getGraph(emulator, '/v1.0/me', token);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
  });

  it.each([
    'https://graph.microsoft.com/.default Mail.Read',
    `https://graph.microsoft.com/.default ${ORDERS}`,
    'User.Read api://orders/.default',
  ])('and of any other stand beside no .default: AADSTS70011 for %s', async (scope) => {
    const { location } = await open(authorizeUrl(emulator, { scope: `openid ${scope}` }));
    expect(location?.searchParams.get('error')).toBe('invalid_scope');
    expect(location?.searchParams.get('error_description')).toMatch(/^AADSTS70011: .*can't be combined/);
  });

  it('are unknown as long as no such API is there', async () => {
    const { location } = await open(authorizeUrl(emulator, { scope: 'openid api://invoices/access' }));
    expect(location?.searchParams.get('error_description')).toMatch(/^AADSTS500011: /);
  });
});
