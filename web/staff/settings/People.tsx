// The people who work with Roadbook.
import { Input, Select } from 'antd';
import { Plus, Search, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GrantView, StaffView } from '../../shared/api/types';
import { useEndless } from '../../shared/endless';
import { dateTime, relativeDay } from '../../shared/format';
import { useSettled } from '../../shared/settled';
import { Deed } from '../../shared/ui/Deed';
import { Avatar, Tag } from '../../shared/ui/faces';
import { PageHead } from '../../shared/ui/PageHead';
import { type PlainColumn, PlainTable } from '../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../shared/ui/states';
import { usePower, useSession } from '../session/session';
import { PersonForm } from './PersonForm';

export function People() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const { stores } = useSession();
  const [words, setWords] = useState('');
  const [store, setStore] = useState('');
  const [open, setOpen] = useState<StaffView | 'new' | null>(null);
  const q = useSettled(words.trim(), 200);
  const list = useEndless<StaffView>('/staff', { q, store }, { pageSize: 100 });
  return (
    <>
      <PageHead title={t('settings.section.people')}>
        <Deed type="primary" icon={<Plus size={15} />} reason={reason('manage_staff')} onClick={() => setOpen('new')}>
          {t('settings.people.new')}
        </Deed>
      </PageHead>
      <div className="filter-row">
        <Input
          data-page-search
          prefix={<Search size={14} />}
          allowClear
          value={words}
          placeholder={t('settings.search')}
          aria-label={t('settings.search')}
          style={{ width: 220 }}
          onChange={(event) => setWords(event.target.value)}
        />
        <Select
          aria-label={t('settings.people.store')}
          value={store}
          onChange={setStore}
          options={[
            { value: '', label: t('settings.power.all') },
            ...stores.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </div>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : !list.isLoading && list.items.length === 0 ? (
        <Empty icon={Users} title={t('settings.people.none')} />
      ) : (
        <div className="table-frame">
          <PlainTable
            label={t('settings.section.people')}
            rows={list.isLoading ? undefined : list.items}
            endless={list}
            onOpen={setOpen}
            columns={peopleColumns(t, setOpen)}
          />
        </div>
      )}
      {open && <PersonForm person={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function peopleColumns(
  t: ReturnType<typeof useTranslation>['t'],
  onOpen: (person: StaffView) => void,
): PlainColumn<StaffView>[] {
  return [
    {
      id: 'name',
      title: t('settings.people.name'),
      cell: (person) => (
        <button type="button" className="cell-button face-cell" onClick={() => onOpen(person)}>
          <Avatar name={person.name} size={30} />
          <span className="two-lines">
            <b>{person.name}</b>
            <span>{[person.title, person.login].filter(Boolean).join(' · ')}</span>
          </span>
        </button>
      ),
    },
    {
      id: 'store',
      isExtra: true,
      title: t('settings.people.store'),
      cell: (person) => (
        <span className="two-lines">
          {person.store.name}
          <span>{person.department?.name}</span>
        </span>
      ),
    },
    {
      id: 'grants',
      isExtra: true,
      title: t('settings.people.grants'),
      cell: (person) => (
        <span className="chips">
          {person.grants.map((grant) => (
            <GrantTag key={`${grant.role.id} ${grant.reach} ${grant.store?.id}`} grant={grant} />
          ))}
        </span>
      ),
    },
    { id: 'state', title: t('settings.people.state'), width: 100, cell: (person) => <PersonState person={person} /> },
    {
      id: 'factor',
      isExtra: true,
      title: t('factor.title'),
      width: 110,
      cell: (person) => <FactorState person={person} />,
    },
    {
      id: 'seen',
      isExtra: true,
      title: t('settings.people.seen'),
      width: 110,
      cell: (person) => (
        <time className="second" title={dateTime(person.last_seen_at)}>
          {person.last_seen_at ? relativeDay(person.last_seen_at) : t('settings.never')}
        </time>
      ),
    },
  ];
}

function GrantTag({ grant }: { grant: GrantView }) {
  const { t } = useTranslation();
  const where = [t(`settings.reach.${grant.reach}`), grant.store?.name].filter(Boolean).join(' · ');
  return (
    <span className="grant" title={where}>
      {grant.role.name} <em>{where}</em>
    </span>
  );
}

function FactorState({ person }: { person: StaffView }) {
  const { t } = useTranslation();
  if (person.has_second_factor) return <Tag tone="green">{t('factor.on')}</Tag>;
  if (!person.factor_due_at) return <span className="second">{t('factor.off')}</span>;
  return (
    <span title={t('factor.dueBy', { at: dateTime(person.factor_due_at) })}>
      <Tag tone="amber">{t('factor.missing')}</Tag>
    </span>
  );
}

export function PersonState({ person }: { person: StaffView }) {
  const { t } = useTranslation();
  if (!person.is_active) return <Tag hasDot>{t('settings.people.inactive')}</Tag>;
  if (person.is_locked) {
    return (
      <Tag tone="red" hasDot>
        {t('settings.people.locked')}
      </Tag>
    );
  }
  return (
    <Tag tone="green" hasDot>
      {t('settings.people.active')}
    </Tag>
  );
}
