import type { LatLng } from '#lib/domain/geo.ts';

/**
 * Where "Navigate" leads: the phone's own navigation app where a `geo:` address opens it (Android), else
 * directions on openstreetmap.org. Nothing is requested before the driver taps it.
 */
export function navigationUrl(place: LatLng, userAgent: string): string {
  const at = `${place.latitude.toFixed(6)},${place.longitude.toFixed(6)}`;
  if (/\bAndroid\b/.test(userAgent)) return `geo:${at}?q=${at}`;
  return `https://www.openstreetmap.org/directions?engine=fossgis_osrm_car&to=${encodeURIComponent(at)}`;
}

/** A `tel:` address: digits and a leading plus; the trunk zero in "+46 (0)31" is not dialled. */
export function phoneUrl(phone: string): string {
  const written = phone.trim();
  const national = written.startsWith('+') ? written.replace(/\(0\)/, '') : written;
  return `tel:${national.replace(/(?!^\+)\D/g, '')}`;
}

const kilometres = new Intl.NumberFormat('en', {
  style: 'unit',
  unit: 'kilometer',
  maximumFractionDigits: 1,
});
const metres = new Intl.NumberFormat('en', { style: 'unit', unit: 'meter', maximumFractionDigits: 0 });

/** "850 m", "3.2 km". */
export function formatDistance(distanceM: number): string {
  return distanceM < 1_000
    ? metres.format(Math.round(distanceM / 10) * 10)
    : kilometres.format(distanceM / 1_000);
}
