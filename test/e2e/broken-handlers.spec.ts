import { Controller, Get, Module, Res } from '@nestjs/common';
import type { Response } from 'express';
import { AppError, errorEntries, errorEntry } from '../../src/common/app-error.js';
import { Public } from '../../src/common/decorators/public.decorator.js';
import { pageOf, problemOf } from '../support/answers.js';
import { JSON_ONLY } from '../support/browser.js';
import { describeService } from '../support/describe-service.js';

const { lost } = errorEntries({ lost: errorEntry(500, 'nobody', 'home', ['Lost', 'It is lost.']) });

@Public()
@Controller('broken')
class BrokenController {
  @Get('before')
  before(): never {
    throw new Error('a bug with SECRET in it');
  }

  @Get('half-way')
  halfWay(@Res() response: Response): never {
    response.write('{"half":');
    throw new Error('a bug');
  }

  @Get('twice')
  twice(@Res() response: Response): void {
    response.end('once');
    response.end('twice');
  }

  @Get('lost')
  lost(@Res() response: Response): void {
    response.emit('error', new AppError(lost, { log: { username: 'SECRET' } }));
    response.end();
  }
}

@Module({ controllers: [BrokenController] })
class BrokenModule {}

describeService('a handler with a bug', { modules: [BrokenModule] }, ({ service, browser }) => {
  it('is a 500 that says nothing of the bug; the log has the stack', async () => {
    const problem = await problemOf(await browser.get('/broken/before', { accept: JSON_ONLY }));
    expect(problem).toMatchObject({ status: 500, code: 'internal_error' });
    const page = await pageOf(await browser.get('/broken/before'));
    expect(page).toContain('Something went wrong');
    expect(page + JSON.stringify(problem)).not.toContain('SECRET');
    expect(service.logged()).toContain('broken-handlers.spec');
    const answered = service.logRecords().filter(({ route }) => route === '/broken/before');
    expect(answered).toEqual(
      [1, 2].map(() => expect.objectContaining({ level: 'warn', msg: 'request answered', status: 500 }) as unknown),
    );
    expect(service.logged()).not.toContain('SECRET');
  });

  it('that had begun to answer is cut off, so that nobody takes half an answer for a whole one', async () => {
    const whole = async () => (await service.browser().get('/broken/half-way')).text();
    await expect(whole()).rejects.toThrow();
    expect((await service.browser().get('/healthz')).status).toBe(200);
  });

  it('that answers twice has answered once; the log says so, and nobody else notices', async () => {
    const answer = await browser.get('/broken/twice');
    expect(await answer.text()).toBe('once');
    const id = answer.headers.get('x-request-id');
    const lines = service.logRecords().filter(({ requestId }) => requestId === id);
    expect(lines).toEqual([
      expect.objectContaining({ level: 'warn', msg: 'an answer could not be written' }),
      expect.objectContaining({ level: 'info', msg: 'request answered', route: '/broken/twice', status: 200 }),
    ]);
    expect((await service.browser().get('/healthz')).status).toBe(200);
  });

  it('whose answer is lost has what is sensitive taken out of its line, as of any other', async () => {
    await browser.get('/broken/lost');
    const lines = service.logRecords().filter(({ msg }) => msg === 'an answer could not be written');
    expect(lines.at(-1)).toMatchObject({ err: { errorCode: 'lost', username: '[redacted]' } });
  });
});
