import { scopesOfOneApi, scopesToAsk } from './scopes.js';

const OURS = 'api://ours/access';
const GRAPH_DEFAULT = 'https://graph.microsoft.com/.default';

describe('the scopes of one API', () => {
  it.each([
    [['User.Read'], ['User.Read']],
    [[], []],
    [
      ['User.Read', OURS, 'Mail.Read'],
      ['User.Read', 'Mail.Read'],
    ],
    [[OURS, 'https://graph.microsoft.com/User.Read'], ['https://graph.microsoft.com/User.Read']],
    [[OURS, '00000003-0000-0000-c000-000000000000/User.Read'], ['00000003-0000-0000-c000-000000000000/User.Read']],
    [
      [OURS, 'api://theirs/access', 'API://Ours/more'],
      [OURS, 'API://Ours/more'],
    ],
    [
      ['openid', OURS, 'email'],
      ['openid', OURS, 'email'],
    ],
    [
      ['User.Read', GRAPH_DEFAULT, 'openid'],
      ['User.Read', 'openid'],
    ],
    [['https://vault.azure.net/.default', OURS], ['https://vault.azure.net/.default']],
  ])('of %j are %j', (scopes, expected) => {
    expect(scopesOfOneApi(scopes)).toEqual(expected);
  });
});

describe('an authorization request asks', () => {
  it.each([
    ['what is configured', ['User.Read'], [], ['User.Read']],
    ['what is missing, too', ['User.Read'], ['Calendars.Read'], ['User.Read', 'Calendars.Read']],
    ['each scope once, in whatever notation', ['User.Read'], ['https://graph.microsoft.com/user.read'], ['User.Read']],
    ['consent to several APIs', ['User.Read', OURS], [], ['User.Read', OURS]],
    ['by name rather than for everything', [GRAPH_DEFAULT], ['Calendars.Read'], ['Calendars.Read']],
    ['by name where another API is asked for everything', [GRAPH_DEFAULT], [OURS], [OURS]],
    ['for everything alone, where that is missing', ['User.Read'], ['api://ours/.default'], ['api://ours/.default']],
    ['by name where both are configured', ['User.Read', 'api://ours/.default'], [], ['User.Read']],
    ['for everything of one API at most', ['api://ours/.default', GRAPH_DEFAULT], [], [GRAPH_DEFAULT]],
    ['for OpenID scopes beside everything', ['email', GRAPH_DEFAULT], ['openid'], ['email', GRAPH_DEFAULT, 'openid']],
    ['nothing', [], [], []],
  ])('%s', (_what, configured, challenged, expected) => {
    expect(scopesToAsk(configured, challenged)).toEqual(expected);
  });
});
