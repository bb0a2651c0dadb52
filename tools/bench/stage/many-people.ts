import { people, type Person } from '../../emulator/index.js';

/** As many people as are wanted, told apart by id and name. */
export function manyPeople(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(4, '0');
    return {
      ...people.ordinary,
      key: `person${number}`,
      oid: `00000000-0000-4000-9000-${number.padStart(12, '0')}`,
      displayName: `Adele Ordinary ${number}`,
      userPrincipalName: `adele${number}@emulated.example`,
    };
  });
}
