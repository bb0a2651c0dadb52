import { people } from '../index.js';
import { codeForm, CP1, newCode, postToken } from '../spec-support.js';
import { recordedOf, shapeOf } from './recorded-fact.js';
import { redeem } from './redeem.js';
import { SOURCES } from './sources.js';

const { cae, msalPythonCache } = SOURCES;

/** The scopes of an answer are listed in any order. */
function words(scope: unknown): string[] {
  return String(scope).split(' ').sort();
}

export const tokenAnswers = recordedOf('answers of the token endpoint', [
  {
    fact: 'success has these members in this order',
    source: cae,
    see: async (emulator) => Object.keys((await redeem(emulator, { client_info: '1' })).body),
    recorded: [
      ...['token_type', 'scope', 'expires_in', 'ext_expires_in', 'access_token', 'refresh_token', 'id_token'],
      'client_info',
    ],
  },
  {
    fact: 'lifetimes are numbers, and as long as each other',
    source: cae,
    see: async (emulator) => {
      const { expires_in, ext_expires_in } = (await redeem(emulator)).body;
      return [typeof expires_in, expires_in === ext_expires_in];
    },
    recorded: ['number', true],
  },
  {
    fact: 'client_info names the person in the home tenant',
    source: cae,
    see: async (emulator) => {
      const { client_info } = (await redeem(emulator, { client_info: '1' })).body;
      return JSON.parse(Buffer.from(String(client_info), 'base64url').toString()) as unknown;
    },
    recorded: { uid: people.ordinary.oid, utid: people.ordinary.tid },
  },
  {
    fact: 'success has these headers',
    source: cae,
    see: async (emulator) => {
      const { headers } = await redeem(emulator);
      const names = ['cache-control', 'pragma', 'expires', 'content-type', 'x-content-type-options', 'p3p'];
      return [...names.map((name) => headers.get(name)), shapeOf(headers.get('x-ms-request-id'))];
    },
    recorded: [
      ...['no-store, no-cache', 'no-cache', '-1', 'application/json; charset=utf-8', 'nosniff'],
      'CP="DSP CUR OTPi IND OTRi ONL FIN"',
      '<guid>',
    ],
  },
  {
    fact: 'the request id of the caller is returned when that is asked for',
    source: cae,
    see: async (emulator) => {
      const form = codeForm(emulator, await newCode(emulator, people.ordinary));
      const headers = { 'client-request-id': people.ordinary.oid, 'return-client-request-id': 'true' };
      return (await postToken(emulator, form, { headers })).headers.get('client-request-id');
    },
    recorded: people.ordinary.oid,
  },
  {
    fact: 'scopes are spelt as the client spelt them, and offline_access is not listed',
    source: msalPythonCache,
    see: async (emulator) => words((await redeem(emulator, { scope: 'user.read openid profile' })).body['scope']),
    recorded: ['openid', 'profile', 'user.read'],
  },
  {
    fact: 'everything consented to is listed in full when .default was asked for, and .default too',
    source: cae,
    see: async (emulator) => {
      const scope = 'openid profile https://graph.microsoft.com/.default';
      return words((await redeem(emulator, { scope })).body['scope']);
    },
    recorded: ['https://graph.microsoft.com/.default', 'https://graph.microsoft.com/User.Read', 'openid', 'profile'],
  },
  {
    fact: 'a token of a client with the capability cp1 lives 20 to 28 hours',
    source: cae,
    see: async (emulator) => {
      const seconds = Number((await redeem(emulator, { claims: CP1 })).body['expires_in']);
      return seconds >= 70_000 && seconds <= 28 * 3600;
    },
    recorded: true,
  },
]);
