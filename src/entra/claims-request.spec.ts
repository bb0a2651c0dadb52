import { claimsRequest } from './claims-request.js';

const CAPABILITY = { xms_cc: { values: ['cp1'] } };
const parsed = (challenge?: string): unknown => JSON.parse(claimsRequest(challenge));

describe('claimsRequest', () => {
  it('says that we understand claims challenges', () => {
    expect(claimsRequest()).toBe('{"access_token":{"xms_cc":{"values":["cp1"]}}}');
  });

  it('merges a challenge with it', () => {
    const challenge = '{"access_token":{"nbf":{"essential":true, "value":"1635527790"}}}';
    expect(parsed(challenge)).toEqual({
      access_token: { nbf: { essential: true, value: '1635527790' }, ...CAPABILITY },
    });
  });

  it('keeps what a challenge asks of other tokens', () => {
    const challenge = '{"id_token":{"acrs":{"essential":true,"value":"c1"}}}';
    expect(parsed(challenge)).toEqual({
      id_token: { acrs: { essential: true, value: 'c1' } },
      access_token: CAPABILITY,
    });
  });

  it('keeps our capability when a challenge has one of its own', () => {
    expect(parsed('{"access_token":{"xms_cc":{"values":["other"]}}}')).toEqual({ access_token: CAPABILITY });
  });

  it.each(['', 'nonsense', '{', 'null', '1', '"text"', '[1]', '{"access_token":null}', '{"access_token":[1]}'])(
    'leaves out what can not be read: %j',
    (challenge) => expect(parsed(challenge)).toEqual({ access_token: CAPABILITY }),
  );
});
