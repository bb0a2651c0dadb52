import { page } from './page.js';

export interface MessageModel {
  readonly title: string;
  /** Whole sentences, each of them a paragraph. */
  readonly paragraphs: readonly string[];
  /** For support: one line each. */
  readonly details?: readonly string[];
}

/** A page that only says something, such as a refusal that Entra never redirects. */
export const renderMessage = page<MessageModel>(
  'message',
  `
<h1><%= it.title %></h1>
<% for (const paragraph of it.paragraphs) { %>
<p><%= paragraph %></p>
<% } %>
<% if (it.details) { %>
<ul class="plain quiet">
<% for (const detail of it.details) { %>
  <li><%= detail %></li>
<% } %>
</ul>
<% } %>
`,
  ({ title }) => ({ title }),
);
