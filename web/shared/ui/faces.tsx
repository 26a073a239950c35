// People and things at a glance: avatars, tags, stages, plates.
import { Tooltip } from 'antd';
import { WandSparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ref, Stage, TagRef, TagRuleView } from '../api/types';
import { date, plate as plateWords } from '../format';
import { initials } from './initials';
import './ui.css';

const FACES = ['blue', 'green', 'violet', 'amber', 'teal', 'slate', 'rose', 'lime'] as const;

/** The colours a tag, view or stage may have. */
export const TONES = ['blue', 'teal', 'green', 'amber', 'red', 'violet', 'slate'] as const;
export type Tone = (typeof TONES)[number];

export const STAGES: Stage[] = ['lead', 'intent', 'owner', 'loyal', 'at_risk', 'lost'];
const STAGE_TONE: Record<Stage, Tone> = {
  lead: 'slate',
  intent: 'blue',
  owner: 'teal',
  loyal: 'green',
  at_risk: 'amber',
  lost: 'red',
};

/** A pastel disc with the letters of the name; the same colour for the same name always. */
export function Avatar({ name, size = 24 }: { name: string; size?: number }) {
  const letters = initials(name, size);
  const face = FACES[hash(name) % FACES.length];
  return (
    <span
      aria-hidden
      className="avatar"
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * (letters.length > 1 ? 0.36 : 0.46)),
        color: `var(--face-${face})`,
        background: `var(--face-${face}-soft)`,
      }}
    >
      {letters}
    </span>
  );
}

export function Person({ person, size = 20 }: { person: Ref; size?: number }) {
  return (
    <span className="person">
      <Avatar name={person.name} size={size} />
      <span className="cut">{person.name}</span>
    </span>
  );
}

export function Tag({ tone = 'slate', hasDot = false, children }: { tone?: Tone; hasDot?: boolean; children: string }) {
  return (
    <span className={`tag tone-${tone}`} title={children}>
      {hasDot && <i />}
      <span>{children}</span>
    </span>
  );
}

/** A tag in the colour it was given, whether by name or as #rrggbb; one that keeps itself says why it is there. */
export function TagPill({
  tag,
}: {
  tag: Pick<TagRef, 'name' | 'colour'> & { rule?: TagRef['rule'] | TagRuleView | null };
}) {
  if (tag.rule) return <RuledTag tag={{ ...tag, rule: tag.rule }} />;
  if (isTone(tag.colour)) return <Tag tone={tag.colour}>{tag.name}</Tag>;
  return (
    <span className="tag outline" title={tag.name}>
      {tag.colour && <i style={{ background: tag.colour }} />}
      <span>{tag.name}</span>
    </span>
  );
}

interface RuledTagProps {
  tag: { name: string; colour: string; rule: { sentence: string; since?: string } };
}

function RuledTag({ tag: { name, colour, rule } }: RuledTagProps) {
  const { t } = useTranslation();
  const since = rule.since ? t('tags.since', { day: date(rule.since) }) : '';
  return (
    <Tooltip
      title={[rule.sentence, since].filter(Boolean).join('\n')}
      classNames={{ root: 'tag-reason' }}
      mouseEnterDelay={0.3}
    >
      <span className={`tag ruled tone-${isTone(colour) ? colour : 'slate'}`}>
        <WandSparkles size={11} aria-label={t('tags.ruled')} />
        <span>{name}</span>
      </span>
    </Tooltip>
  );
}

export function StageTag({ stage }: { stage: Stage }) {
  const { t } = useTranslation();
  return (
    <Tag tone={STAGE_TONE[stage]} hasDot>
      {t(`stage.${stage}`)}
    </Tag>
  );
}

export function Plate({ plate }: { plate: string }) {
  return <span className="plate">{plateWords(plate)}</span>;
}

export function isTone(colour: string): colour is Tone {
  return (TONES as readonly string[]).includes(colour);
}

/** The strong colour of a tone, or the colour itself. */
export function inkOf(colour: string): string {
  return isTone(colour) ? `var(--${colour})` : colour || 'var(--text4)';
}

function hash(text: string): number {
  let value = 0;
  for (const letter of text) value = (value * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
