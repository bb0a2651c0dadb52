import {
  describeError,
  type ErrorCode,
  errorCatalogue,
  type Mender,
} from '../../src/common/errors/error-catalogue.js';

const MENDERS: Record<Mender, string> = {
  person: 'the person',
  administrator: 'an administrator',
  developer: 'the team that runs it',
  nobody: 'nobody: it passes',
};

/** docs/errors.md: every error that the service answers with. */
export function renderErrorsPage(): string {
  const codes = Object.keys(errorCatalogue) as ErrorCode[];
  const rows = codes.map((code) => {
    const { status, title, detail, mender } = describeError(code);
    return `| \`${code}\` | ${status} | **${title}.** ${detail} | ${MENDERS[mender]} |`;
  });
  return `${[
    '# Errors',
    'Generated from `src/common/errors/error-catalogue.ts` by `npm run docs`.',
    'JSON callers get `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `detail`, `code` and ' +
      '`requestId`; `loginUrl` where signing in is the answer; `aadsts`, `correlationId`, `traceId`, `timestamp` and ' +
      '`entraMessage` where Entra gave them. Browsers get a page with the same facts. Decide by `code`: it is stable.',
    ['| Code | Status | What it says | Who can mend it |', '|---|---|---|---|', ...rows].join('\n'),
  ].join('\n\n')}\n`;
}
