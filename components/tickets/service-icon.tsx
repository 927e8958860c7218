import {
  BatteryCharging,
  CircleDot,
  Fuel,
  KeyRound,
  PlugZap,
  Truck,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import type { ServiceType } from '#lib/domain/vocabulary.ts';

const ICONS: Readonly<Record<ServiceType, LucideIcon>> = {
  ev_charging: PlugZap,
  tow: Truck,
  battery: BatteryCharging,
  tyre: CircleDot,
  fuel: Fuel,
  lockout: KeyRound,
  other: Wrench,
};

/** Stands beside the service's name. */
export function ServiceIcon({
  type,
  className,
}: {
  readonly type: ServiceType;
  readonly className?: string;
}) {
  const Icon = ICONS[type];
  return <Icon aria-hidden="true" className={className} />;
}
