import { Eta } from 'eta';

/** Every interpolation is escaped. Only the layout takes something as it is: the body that another template made. */
const eta = new Eta({ autoEscape: true });

eta.loadTemplate(
  '@layout',
  `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title><%= it.title %> – Local emulator, not Microsoft</title>
  <link rel="stylesheet" href="/assets/emulator.css">
<% if (it.refresh) { %>
  <meta http-equiv="refresh" content="1;url=<%= it.refresh %>">
<% } %>
</head>
<body>
  <header><p class="banner">Local emulator — not Microsoft</p></header>
  <main id="main" data-page="<%= it.page %>"<% if (it.wide) { %> class="wide"<% } %>>
<%~ it.body %>
  </main>
<% if (it.script) { %>
  <script src="<%= it.script %>"></script>
<% } %>
</body>
</html>
`,
);

/** What the frame around a page needs to know. */
export interface Frame {
  /** Becomes the title of the document. */
  readonly title: string;
  readonly wide?: boolean;
  /** Address of a script. */
  readonly script?: string;
  /** Where to go after a second. */
  readonly refresh?: string;
}

/**
 * Makes a page out of an Eta template; the model is called `it`.
 *
 * @param name - unique; also the `data-page` of its main element, by which programs tell the pages apart
 */
export function page<Model extends object>(
  name: string,
  template: string,
  frame: (model: Model) => Frame,
): (model: Model) => string {
  const body = `@${name}`;
  eta.loadTemplate(body, template);
  return (model) => eta.render('@layout', { ...frame(model), page: name, body: eta.render(body, model) });
}
