import type { Permissions } from '../graph-resource.js';
import { READ_DIRECTORY } from './permissions.js';

/** Who may read and write applications and their service principals. */

const WRITE_ALL = ['Application.ReadWrite.All', 'Directory.ReadWrite.All', 'Directory.AccessAsUser.All'];

export const WRITE_APPLICATIONS: Permissions = {
  delegated: WRITE_ALL,
  application: ['Application.ReadWrite.All', 'Application.ReadWrite.OwnedBy', 'Directory.ReadWrite.All'],
};

export const READ_APPLICATIONS: Permissions = {
  delegated: ['Application.Read.All', ...READ_DIRECTORY, ...WRITE_ALL],
  application: ['Application.Read.All', ...READ_DIRECTORY, ...(WRITE_APPLICATIONS.application ?? [])],
};

export const CREATE_APPLICATIONS: Permissions = {
  delegated: ['AppRegistration.Create', ...WRITE_ALL],
  application: ['AppRegistration.Create', ...(WRITE_APPLICATIONS.application ?? [])],
};
