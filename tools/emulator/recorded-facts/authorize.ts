import { people, signInThroughPages, type Emulator } from '../index.js';
import { authorizeUrl, open } from '../spec-support.js';
import { recordedOf, shapeOf } from './recorded-fact.js';
import { SOURCES } from './sources.js';

const { msalAndroid } = SOURCES;

async function redirectOf(emulator: Emulator, changes: Record<string, string | undefined>): Promise<string> {
  const { headers } = await open(authorizeUrl(emulator, changes));
  return headers.get('location') ?? '';
}

export const authorizationAnswers = recordedOf('answers of the authorization endpoint', [
  {
    fact: 'success has code, state and session_state, in this order',
    source: msalAndroid,
    see: async (emulator) => {
      const { searchParams } = await signInThroughPages(authorizeUrl(emulator), people.ordinary);
      return [...searchParams].map(([name, value]) => (name === 'code' ? name : `${name}=${shapeOf(value)}`));
    },
    recorded: ['code', 'state=the-state', 'session_state=<guid>'],
  },
  {
    fact: 'a refusal is encoded with lower-case digits, plus signs and CRLF',
    source: msalAndroid,
    see: async (emulator) => shapeOf((await redirectOf(emulator, { response_type: undefined })).split('?')[1]),
    recorded:
      'error=invalid_request&error_description=AADSTS900144%3a+The+request+body+must+contain+the+following+parameter' +
      '%3a+%27response_type%27.%0d%0aTrace+ID%3a+<guid>%0d%0aCorrelation+ID%3a+<guid>%0d%0aTimestamp%3a+<time>' +
      '&error_uri=https%3a%2f%2flogin.microsoftonline.com%2ferror%3fcode%3d900144&state=the-state',
  },
  {
    fact: 'who presses Cancel is refused without a description',
    source: msalAndroid,
    see: async (emulator) => {
      const { search } = await signInThroughPages(authorizeUrl(emulator), people.ordinary, { consent: 'cancel' });
      return search;
    },
    recorded: '?error=access_denied&error_subcode=cancel&state=the-state',
  },
  {
    fact: 'a silent request without a session is login_required, with error_uri',
    source: msalAndroid,
    see: async (emulator) => {
      const { searchParams } = new URL(await redirectOf(emulator, { prompt: 'none' }));
      const description = searchParams.get('error_description')?.split('\r\n')[0];
      return [searchParams.get('error'), description, searchParams.get('error_uri')];
    },
    recorded: [
      'login_required',
      'AADSTS50058: A silent sign-in request was sent but no user is signed in.',
      'https://login.microsoftonline.com/error?code=50058',
    ],
  },
]);
