import { page } from './page.js';

export interface RefusalModel {
  readonly message: string;
  readonly diagnostics: { readonly traceId: string; readonly correlationId: string; readonly timestamp: string };
  /** Where the form goes. */
  readonly action: string;
  readonly pending: string;
}

const TITLE = 'Sorry, but we’re having trouble signing you in.';

/** A refusal that the client never hears of, with the way to another account and the way back. */
export const renderRefusal = page<RefusalModel>(
  'refusal',
  `
<h1>${TITLE}</h1>
<p><%= it.message %></p>
<ul class="plain quiet">
  <li>Request Id: <%= it.diagnostics.traceId %></li>
  <li>Correlation Id: <%= it.diagnostics.correlationId %></li>
  <li>Timestamp: <%= it.diagnostics.timestamp %></li>
</ul>
<form method="post" action="<%= it.action %>">
  <input type="hidden" name="pending" value="<%= it.pending %>">
  <div class="actions">
    <button class="primary" name="answer" value="another">Sign in with another account</button>
    <button name="answer" value="cancel">Return to the application</button>
  </div>
</form>
`,
  () => ({ title: TITLE }),
);
