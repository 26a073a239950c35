// One line of the audit: who, when, about whom, and every value before and after.
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { ArrowRight, Filter } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditLineView } from '../../../shared/api/types';
import { dateTime } from '../../../shared/format';
import { useIsPhone } from '../../../shared/media';
import { Tag } from '../../../shared/ui/faces';
import { attributeName } from '../../../shared/ui/timeline/attribute';
import { TONE } from './columns';
import type { Wanted } from './wanted';
import { actorName, summaryOf, valueWords } from './words';

interface LineProps {
  line: AuditLineView;
  turn: (change: Partial<Wanted>) => void;
  onClose: () => void;
}

export function Line({ line, turn, onClose }: LineProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  return (
    <Drawer open onClose={onClose} size={isPhone ? '100%' : 480} title={line.title} destroyOnHidden>
      <div className="audit-line">
        <Tag tone={TONE[line.kind]}>{t(`audit.kind.${line.kind}`)}</Tag>
        <dl>
          <Fact name={t('audit.at')}>
            <time dateTime={line.at}>{dateTime(line.at)}</time>
          </Fact>
          <Who line={line} turn={turn} />
          {line.store && <Fact name={t('audit.store')}>{line.store.name}</Fact>}
          <About line={line} turn={turn} />
          {line.detail && <Fact name={t('audit.what')}>{summaryOf(line, t)}</Fact>}
          <Fact name={t('audit.place')}>
            <code>{line.id}</code>
          </Fact>
        </dl>
        <Changes line={line} />
        <Facts line={line} />
      </div>
    </Drawer>
  );
}

type Turning = Pick<LineProps, 'line' | 'turn'>;

function Who({ line, turn }: Turning) {
  const { t } = useTranslation();
  const { id } = line.actor;
  return (
    <Fact name={t('audit.who')}>
      {actorName(line, t)}
      {id && <Narrow words={t('audit.onlyPerson')} onClick={() => turn({ actor: { id, name: line.actor.name } })} />}
    </Fact>
  );
}

function About({ line, turn }: Turning) {
  const { t } = useTranslation();
  const { customer, vehicle, record_id } = line;
  return (
    <>
      {customer && (
        <Fact name={t('audit.customer')}>
          <Link to="/customers/$id" params={{ id: customer.id }}>
            {customer.name || t('audit.unnamed')}
          </Link>
          <Narrow words={t('audit.onlyCustomer')} onClick={() => turn({ customer })} />
        </Fact>
      )}
      {vehicle && (
        <Fact name={t('audit.vehicle')}>
          <Link to="/vehicles/$id" params={{ id: vehicle.id }}>
            {vehicle.name || t('audit.unnamed')}
          </Link>
          <Narrow words={t('audit.onlyVehicle')} onClick={() => turn({ vehicle })} />
        </Fact>
      )}
      {record_id && (
        <Fact name={t('audit.record')}>
          <code className="cut">{record_id}</code>
          <Narrow words={t('audit.onlyRecord')} onClick={() => turn({ record: record_id })} />
        </Fact>
      )}
    </>
  );
}

function Changes({ line }: { line: AuditLineView }) {
  const { t } = useTranslation();
  if (line.changes.length === 0) return null;
  return (
    <section>
      <h3>{t('audit.changes')}</h3>
      <ul className="audit-changes">
        {line.changes.map(({ field, from, to }) => (
          <li key={field}>
            {field && <span className="second">{attributeName(field, t)}</span>}
            <span className="audit-values">
              <del>{valueWords(field, from, t) ?? t('audit.nothing')}</del>
              <ArrowRight size={13} aria-label={t('audit.becomes')} />
              <ins>{valueWords(field, to, t) ?? t('audit.nothing')}</ins>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the event tells beside the changes. */
function Facts({ line }: { line: AuditLineView }) {
  const { t } = useTranslation();
  const told = ['fields', ...(line.changes.length > 0 ? ['from', 'to'] : [])];
  const facts = Object.entries(line.body).filter(
    ([name, value]) => !told.includes(name) && value !== null && value !== '',
  );
  if (facts.length === 0) return null;
  return (
    <section>
      <h3>{t('audit.facts')}</h3>
      <dl>
        {facts.map(([name, value]) => (
          <Fact key={name} name={attributeName(name, t)}>
            <span className="audit-value">{valueWords(name, value, t)}</span>
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Narrow({ words, onClick }: { words: string; onClick: () => void }) {
  return (
    <button type="button" className="audit-narrow" title={words} aria-label={words} onClick={onClick}>
      <Filter size={13} />
    </button>
  );
}
