import type { z } from 'zod';
import { Driver } from './driver.ts';

/** The driver of a ticket and where that driver is, as far as the reader may know. */
export const TicketDriver = Driver.pick({
  id: true,
  name: true,
  phone: true,
  vehicle: true,
  status: true,
  position: true,
}).meta({ id: 'TicketDriver' });
export type TicketDriver = z.infer<typeof TicketDriver>;
