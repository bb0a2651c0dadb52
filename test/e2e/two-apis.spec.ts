import { Controller, Get, Module } from '@nestjs/common';
import { CurrentSession } from '../../src/common/decorators/current-user.decorator.js';
import type { Session } from '../../src/session/session.js';
import { TokenService } from '../../src/tokens/token.service.js';
import { TokensModule } from '../../src/tokens/tokens.module.js';
import { people } from '../../tools/emulator/index.js';
import { locationOf } from '../support/answers.js';
import { useService } from '../support/describe-service.js';
import { watchRequests } from '../support/watch-requests.js';

const ORDERS = 'api://orders/access';

/** Calls an API of the team's own, and says whether it has a token for it. */
@Controller('orders')
class OrdersController {
  constructor(private readonly tokens: TokenService) {}

  @Get()
  async mine(@CurrentSession() session: Session): Promise<{ isGraphsToken: boolean }> {
    const orders = await this.tokens.getAccessTokenForUser(session, [ORDERS]);
    const graph = await this.tokens.getAccessTokenForUser(session, ['User.Read']);
    return { isGraphsToken: orders.reveal() === graph.reveal() };
  }
}

@Module({ imports: [TokensModule], controllers: [OrdersController] })
class OrdersModule {}

// Consent passed, and then nobody could sign in: the redemption asked for both (AADSTS28000).
describe.each([`User.Read ${ORDERS}`, `${ORDERS} User.Read`])('with SCOPES=%s', (scopes) => {
  const { emulator, browser } = useService({
    env: { SCOPES: scopes },
    emulator: { apis: ['api://orders'] },
    modules: [OrdersModule],
  });

  it('people consent to both, sign in, and use each with a token of its own', async () => {
    const asked = locationOf(await browser.get('/login'))
      .searchParams.get('scope')
      ?.split(' ');
    expect(asked).toEqual(expect.arrayContaining(['User.Read', ORDERS]));
    expect((await browser.signIn(people.ordinary)).headers.get('location')).toBe('/');
    const requests = watchRequests(emulator);
    expect((await browser.json('/profile')).status).toBe(200);
    for (const _time of [1, 2]) {
      expect((await browser.json('/orders')).body).toEqual({ isGraphsToken: false });
    }
    expect((await browser.json('/profile')).status).toBe(200);
    expect(requests().filter(({ endpoint }) => endpoint === 'token')).toHaveLength(1);
  });
});
