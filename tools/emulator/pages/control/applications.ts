/** An app registration, as a list of what there is to say of it. */
export interface ApplicationModel {
  readonly name: string;
  readonly properties: readonly { readonly term: string; readonly values: readonly string[] }[];
}

export interface ApplicationsModel {
  /** The first ones. */
  readonly shown: readonly ApplicationModel[];
  readonly count: number;
}

/** What a client has to be told, and every app registration. */
export const APPLICATIONS = `
<h2 id="env">For the application’s .env</h2>
<pre tabindex="0" role="region" aria-labelledby="env"><%= it.env %></pre>

<details>
  <summary><h2 id="applications">Registered applications</h2> <span class="quiet"><%= it.applications.count %></span></summary>
<% for (const { name, properties } of it.applications.shown) { %>
  <h3 dir="auto"><%= name %></h3>
  <dl>
<% for (const { term, values } of properties) { %>
    <dt><%= term %></dt>
<% for (const value of values) { %>
    <dd><code><%= value %></code></dd>
<% } %>
<% } %>
  </dl>
<% } %>
<% if (it.applications.count > it.applications.shown.length) { %>
  <p>and <%= it.applications.count - it.applications.shown.length %> more</p>
<% } %>
</details>
`;
