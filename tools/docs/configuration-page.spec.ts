import { readFileSync } from 'node:fs';
import { environment } from '../../config/environment.js';
import { renderConfigurationPage } from './configuration-page.js';

const page = renderConfigurationPage();

describe('docs/configuration.md', () => {
  it.each([...Object.keys(environment), 'NODE_EXTRA_CA_CERTS', 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'])(
    'has a row for %s',
    (name) => {
      expect(page.split('\n').filter((line) => line.startsWith(`| \`${name}\` |`))).toHaveLength(1);
    },
  );

  it('is the committed file', () => {
    expect(readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')).toBe(page);
  });
});
