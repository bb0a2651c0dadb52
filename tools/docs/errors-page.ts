import type { Mender } from '../../src/common/app-error.js';
import { aadstsTable } from '../../src/entra/aadsts/aadsts.js';
import type { AadstsExplanation } from '../../src/entra/aadsts/aadsts-words.js';
import { ADMIN_CENTER } from '../../src/entra/aadsts/places.js';
import { errorCatalogue } from './error-catalogue.js';
import { shownByMicrosoftAlone, shownByMicrosoftToo } from './shown-by-microsoft.js';

const MENDERS: Record<Mender, string> = {
  person: 'the person',
  administrator: 'an administrator',
  developer: 'the team that runs it',
  nobody: 'nobody: it passes',
};

/** docs/errors.md: every error that the service answers with, and every AADSTS code that it explains. */
export function renderErrorsPage(): string {
  const rows = Object.values(errorCatalogue).map(
    ({ code, status, title, detail, mender }) =>
      `| \`${code}\` | ${status} | **${title}.** ${detail} | ${MENDERS[mender]} |`,
  );
  return `${[
    '# Errors',
    'Generated from the `*.errors.ts` of `src`, `src/entra/aadsts` and `tools/docs/shown-by-microsoft.ts` by `npm run docs`.',
    'JSON callers get `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `detail`, `code`, ' +
      '`requestId` and `mender` (who can mend it: `person`, `administrator`, `developer` or `nobody`); `loginUrl` ' +
      'where signing in is the answer; `aadsts`, `correlationId`, `traceId`, `timestamp` and `entraMessage` where ' +
      'Entra gave them. Browsers get a page with the same facts. Decide by `code`: it is stable.',
    ['| Code | Status | What it says | Who can mend it |', '|---|---|---|---|', ...rows].join('\n'),
    '## AADSTS codes',
    'Entra numbers its errors, and says more with the number than with the OAuth `error`. Where a code is in this ' +
      'table, the page and the `detail` of the problem say what stands here; `status`, `code` and redirect follow ' +
      'from the OAuth `error` alone, because Microsoft may change numbers and texts. (One pair of names does not: ' +
      '`access_denied` is `sign_in_declined` where consent is missing, and `sign_in_refused` with any other number.) A code that is not here is shown ' +
      'with a link to Microsoft’s own explanation, `https://login.microsoftonline.com/error?code=…`.',
    '_Shown by Microsoft_ means a page of Microsoft’s own: nothing comes back to the service, and nothing stands in ' +
      'its log. Where both are named, Microsoft shows it at an ordinary sign-in, and the service when a token is ' +
      'renewed or with `prompt=none`. Arrows lead through the Microsoft Entra admin center.',
    [
      '| AADSTS | What happened | Who can mend it | What to do | Shown by |',
      '|---|---|---|---|---|',
      ...aadstsRows(),
    ].join('\n'),
  ].join('\n\n')}\n`;
}

function aadstsRows(): string[] {
  return [...aadstsTable, ...shownByMicrosoftAlone]
    .sort((a, b) => Math.min(...a.codes) - Math.min(...b.codes))
    .map((entry) => {
      const { codes, happened, mender, remedy, place } = entry;
      const where = place === undefined ? '' : ` _${place.replace(`${ADMIN_CENTER} → `, '')}_`;
      return `| ${codes.join(', ')} | ${happened} | ${MENDERS[mender]} | ${remedy}${where} | ${shownBy(entry)} |`;
    });
}

function shownBy(entry: AadstsExplanation): string {
  if (shownByMicrosoftAlone.includes(entry)) return 'Microsoft';
  return entry.codes.some((code) => shownByMicrosoftToo.has(code)) ? 'Microsoft, or this service' : 'this service';
}
