/** Permissions that several resources accept. Source: the permission tables of the Microsoft Graph reference. */

export const READ_DIRECTORY = ['Directory.Read.All', 'Directory.ReadWrite.All'];
export const READ_ALL_USERS = ['User.Read.All', 'User.ReadWrite.All', ...READ_DIRECTORY];
export const READ_USERS_BASIC = ['User.ReadBasic.All', ...READ_ALL_USERS];
export const READ_ME = ['User.Read', 'User.ReadWrite', ...READ_USERS_BASIC];
export const READ_GROUPS = ['GroupMember.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', ...READ_DIRECTORY];
