import { SERVICE_TYPES, type ServiceType } from '#lib/domain/vocabulary.ts';
import type { Vehicle } from '#lib/protocol/driver.ts';
import type { Random } from './random.ts';

/** Who the simulated people are; the same seed gives the same names and vehicles. */
export interface SimPerson {
  readonly email: string;
  readonly name: string;
  readonly phone: string;
}

export interface SimDriverPerson extends SimPerson {
  readonly vehicle: Vehicle;
  readonly skills: readonly ServiceType[];
}

const FIRST =
  'Alva Amir Anders Astrid Bilal Björn Cecilia Dalia Elias Emma Farah Filip Greta Hassan Hugo Ida Ingrid Ivan Jamal Johan Karin Leila Linnea Lukas Maja Marcus Nadia Nils Olle Omar Petra Rasmus Sana Sara Stefan Tomas Ulrika Vera Viktor Yusuf'.split(
    ' ',
  );
const LAST =
  'Ahmadi Andersson Berg Bergström Carlsson Dahl Ekström Eriksson Forsberg Gustafsson Haddad Hansson Holm Ibrahim Jansson Johansson Karlsson Khalil Larsson Lind Lindberg Lundgren Mattsson Nilsson Nyström Olsson Persson Rahimi Sandberg Sjöberg Ström Svensson Wallin Yilmaz Åberg Öberg'.split(
    ' ',
  );
const VEHICLES = [
  ['Volkswagen', 'Transporter'],
  ['Volkswagen', 'Crafter'],
  ['Mercedes-Benz', 'Sprinter'],
  ['Mercedes-Benz', 'Vito'],
  ['Ford', 'Transit'],
  ['Renault', 'Master'],
  ['Toyota', 'Hilux'],
  ['Volvo', 'FL'],
] as const;
const COLOURS = ['white', 'silver', 'orange', 'yellow', 'blue', 'dark grey'] as const;
const PLATE_LETTERS = 'ABCDEFGHJKLMNOPRSTUWXYZ'.split('');

export const SIM_DISPATCHER: SimPerson = {
  email: 'sim-dispatcher@example.test',
  name: 'Simulated dispatcher',
  phone: '+46 31 700 00 00',
};

/** Sorts before and beside the people of the demo, whom the simulator never touches. */
export const isSimEmail = (email: string | null): boolean => email?.startsWith('sim-') === true;

export function simDrivers(count: number, random: Random): SimDriverPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const own = random.fork(`driver ${index + 1}`);
    const [make, model] = own.pick(VEHICLES);
    return {
      email: `sim-driver-${index + 1}@example.test`,
      name: fullName(own),
      phone: phone(own),
      vehicle: { make, model, colour: own.pick(COLOURS), plate: plate(own) },
      skills: skills(own),
    };
  });
}

export function simCustomers(count: number, random: Random): SimPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const own = random.fork(`customer ${index + 1}`);
    return { email: `sim-customer-${index + 1}@example.test`, name: fullName(own), phone: phone(own) };
  });
}

const fullName = (random: Random): string => `${random.pick(FIRST)} ${random.pick(LAST)}`;
const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => Math.floor(random.next() * 10)).join('');
const phone = (random: Random): string =>
  `+46 70 ${digits(random, 3)} ${digits(random, 2)} ${digits(random, 2)}`;
const plate = (random: Random): string =>
  `${[0, 1, 2].map(() => random.pick(PLATE_LETTERS)).join('')} ${digits(random, 2)}${random.pick(PLATE_LETTERS)}`;

/** Half of them do everything; the others lack a thing or two. */
function skills(random: Random): ServiceType[] {
  if (random.chance(0.5)) return [...SERVICE_TYPES];
  return SERVICE_TYPES.filter((type) => type === 'battery' || random.chance(0.7));
}
