import { createHash } from 'node:crypto';
import type { Person } from '../../people.js';
import { GraphError } from '../graph-error.js';
import type { GraphAnswer, GraphCall, GraphResource, PersonResource } from '../graph-resource.js';
import { serviceRoot } from '../odata/context.js';
import { PHOTO_SIZES, photoOf, type PhotoSize } from '../photo.js';
import { aboutPerson } from '../person-resource.js';
import { READ_ALL_USERS, READ_ME } from './permissions.js';

const PHOTO = 'ProfilePhoto.Read.All';
const LARGEST: PhotoSize = 648;

/** `/me/photo`, `/me/photos` and the pictures themselves; without a size it is the largest. */
export const photos: readonly GraphResource[] = [
  ...ofPhoto('/photo', (call, person) => ({
    json: { ...contextOf(call, person, 'photo/$entity'), ...metadata(person, LARGEST) },
  })),
  ...ofPhoto('/photo/$value', (call, person) => picture(call, person, LARGEST)),
  ...ofPhoto('/photos', (call, person) => ({
    json: { ...contextOf(call, person, 'photos'), value: PHOTO_SIZES.map((size) => metadata(person, size)) },
  })),
  ...ofPhoto('/photos/{id}', (call, person) => ({
    json: { ...contextOf(call, person, 'photos/$entity'), ...metadata(person, sizeOf(call)) },
  })),
  ...ofPhoto('/photos/{id}/$value', (call, person) => picture(call, person, sizeOf(call))),
];

function ofPhoto(path: string, handle: PersonResource['handle']): GraphResource[] {
  return aboutPerson({
    method: 'GET',
    path,
    me: [...READ_ME, PHOTO],
    users: { delegated: [...READ_ALL_USERS, 'User.ReadBasic.All', PHOTO], application: [...READ_ALL_USERS, PHOTO] },
    handle: (call, person) => {
      if (!person.photo) throw imageNotFound();
      return handle(call, person);
    },
  });
}

function sizeOf({ keys: [key] }: GraphCall): PhotoSize {
  const size = PHOTO_SIZES.find((known) => key?.value === `${known}x${known}`);
  if (size === undefined) throw imageNotFound();
  return size;
}

function picture(call: GraphCall, person: Person, size: PhotoSize): GraphAnswer {
  const bytes = photoOf(person.oid, size);
  const etag = etagOf(bytes);
  const headers = { ETag: etag };
  if (call.header('if-none-match') === etag) return { status: 304, headers };
  return { headers, binary: { contentType: 'image/jpeg', bytes } };
}

function metadata(person: Person, size: PhotoSize): Record<string, unknown> {
  return {
    '@odata.mediaContentType': 'image/jpeg',
    '@odata.mediaEtag': etagOf(photoOf(person.oid, size)),
    id: `${size}x${size}`,
    height: size,
    width: size,
  };
}

function contextOf(call: GraphCall, person: Person, set: string): Record<string, string> {
  return { '@odata.context': `${serviceRoot(call)}/$metadata#users('${person.oid}')/${set}` };
}

function etagOf(bytes: Buffer): string {
  return `"${createHash('sha1').update(bytes).digest('hex').toUpperCase()}"`;
}

function imageNotFound(): GraphError {
  return new GraphError(
    404,
    'ImageNotFound',
    "Exception of type 'Microsoft.People.Image.Common.Exceptions.ImageNotFoundException' was thrown.",
  );
}
