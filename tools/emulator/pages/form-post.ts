import { page } from './page.js';

export interface FormPostModel {
  /** The client's redirect URI. */
  readonly action: string;
  readonly fields: readonly (readonly [string, string])[];
}

/** Sends the one form of the page; served at `/assets/submit.js`. */
export const SUBMIT_SCRIPT = 'document.forms[0].submit();\n';

/** Answers the client by a POST from the browser (`response_mode=form_post`). */
export const renderFormPost = page<FormPostModel>(
  'form-post',
  `
<h1>Going back to the application</h1>
<form method="post" action="<%= it.action %>">
<% for (const [name, value] of it.fields) { %>
  <input type="hidden" name="<%= name %>" value="<%= value %>">
<% } %>
  <div class="actions"><button class="primary">Continue</button></div>
</form>
`,
  () => ({ title: 'Going back to the application', script: '/assets/submit.js' }),
);
