/** Where on the control page a form is, as its fragment has it. */
export type Section = 'clock' | 'revoke' | 'keys';

/** What a button did, for the page that follows. */
export interface Notice {
  /** Where the button is. */
  readonly section: Section;
  readonly sentence: string;
}

/** The place for a notice in one section. */
export function noticeIn(section: Section): string {
  return `
<% if (it.notice?.section === '${section}') { %>
<p class="notice" role="status"><%= it.notice.sentence %></p>
<% } %>
`;
}
