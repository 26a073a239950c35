// A number plate drawn as one: blue for fuel cars, green for new energy, plain for the special ones.
import { plate as plateWords } from '../format';
import './vehicle.css';

type Look = 'blue' | 'green' | 'plain';

interface PlateBadgeProps {
  /** Normal form without dot, `沪A12345`. */
  plate: string;
  size?: 'small' | 'large';
}

export function PlateBadge({ plate, size = 'small' }: PlateBadgeProps) {
  return <span className={`plate-badge ${lookOf(plate)} ${size}`}>{plateWords(plate)}</span>;
}

/** New-energy plates have six characters after the city's letter; police, embassy, trailer and learner plates end in a word. */
export function lookOf(plate: string): Look {
  if (/[警学挂领港澳使]/.test(plate.slice(1))) return 'plain';
  if (/^[\u4e00-\u9fff][A-Z][A-Z0-9]{6}$/.test(plate)) return 'green';
  return /^[\u4e00-\u9fff][A-Z][A-Z0-9]{5}$/.test(plate) ? 'blue' : 'plain';
}
