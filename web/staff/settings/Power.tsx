// What a person can see and do, and which of their roles is the reason.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Input } from 'antd';
import { Eye, EyeOff, Search, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PermissionView, PowerView } from '../../shared/api/types';
import { count } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { read } from '../../shared/queries';
import { Tag, type Tone } from '../../shared/ui/faces';
import { PageHead } from '../../shared/ui/PageHead';
import { Empty, ErrorState, Skeleton } from '../../shared/ui/states';
import { useSession } from '../session/session';
import { SettingsFrame } from './SettingsPage';

const TONES: Record<string, Tone> = { own: 'slate', team: 'teal', store: 'blue', group: 'violet' };

type Line = PowerView['lines'][number];

export function Power() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/staff/settings/people/$id' });
  const power = useQuery(read<PowerView>(`/staff/${id}/power`));
  return (
    <SettingsFrame present="people">
      <PageHead
        title={power.data?.staff.name ?? ''}
        crumbs={[
          { label: t('settings.section.people'), link: { to: '/settings/$section', params: { section: 'people' } } },
        ]}
      />
      <div className="page-body power">
        {power.data ? (
          <PowerBody power={power.data} />
        ) : power.error ? (
          <ErrorState failure={power.error} onRetry={() => void power.refetch()} />
        ) : (
          <Skeleton lines={10} />
        )}
      </div>
    </SettingsFrame>
  );
}

function PowerBody({ power }: { power: PowerView }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const { data: permissions = [] } = useQuery({ ...read<PermissionView[]>('/permissions'), staleTime: 600_000 });
  const described = new Map(permissions.map((one) => [one.name, one.description]));
  const wordsOf = (line: Line) => described.get(line.permission) ?? line.permission;
  const found = power.lines.filter((line) => wordsOf(line).toLowerCase().includes(words.trim().toLowerCase()));
  const departments = [...new Set(found.map((line) => line.department))];
  return (
    <>
      <h2 className="power-title">{t('settings.power.title', { name: power.staff.name })}</h2>
      <dl className="figures">
        {power.records && (
          <div>
            <dt>{t('settings.power.records')}</dt>
            <dd>{count(power.records.customers)}</dd>
          </div>
        )}
        <div>
          <dt>{t('settings.power.deeds')}</dt>
          <dd>{power.lines.length}</dd>
        </div>
        {power.masks.map((mask) => (
          <div key={mask.field} title={mask.because.join('、')}>
            <dt>{t(`settings.power.mask.${mask.field}`)}</dt>
            <dd className={mask.sees ? 'mask sees' : 'mask'}>
              {mask.sees ? <Eye size={16} /> : <EyeOff size={16} />}
              {t(mask.sees ? 'settings.power.sees' : 'settings.power.hidden')}
            </dd>
          </div>
        ))}
      </dl>
      {power.lines.length === 0 ? (
        <Empty icon={ShieldOff} title={t('settings.power.none')} hint={t('settings.power.noneHint')} />
      ) : (
        <Input
          data-page-search
          className="power-search"
          prefix={<Search size={14} />}
          allowClear
          value={words}
          placeholder={t('settings.power.search')}
          aria-label={t('settings.power.search')}
          onChange={(event) => setWords(event.target.value)}
        />
      )}
      {departments.map((department) => (
        <section
          key={department}
          className="framed-table"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by keys
          tabIndex={0}
          aria-label={t(`settings.department.${department}`, { defaultValue: department })}
        >
          <PowerTable
            department={department}
            lines={found.filter((line) => line.department === department)}
            wordsOf={wordsOf}
          />
        </section>
      ))}
    </>
  );
}

interface PowerTableProps {
  department: string;
  lines: Line[];
  wordsOf: (line: Line) => string;
}

function PowerTable({ department, lines, wordsOf }: PowerTableProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const title = t(`settings.department.${department}`, { defaultValue: department });
  return (
    <table className="plain-table" aria-label={title}>
      <thead>
        <tr>
          <th scope="col" style={isPhone ? undefined : { width: '34%' }}>
            {title}
          </th>
          <th scope="col" style={{ width: 92 }}>
            {t('settings.power.reach')}
          </th>
          <th scope="col" className="extra" style={{ width: '24%' }}>
            {t('settings.power.stores')}
          </th>
          <th scope="col" className="extra">
            {t('settings.power.because')}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.permission}>
            <td>
              <span className="two-lines">
                <b>{wordsOf(line)}</b>
                <span>{line.permission}</span>
                {isPhone && <Because line={line} />}
              </span>
            </td>
            <td>
              <Tag tone={TONES[line.reach] ?? 'slate'}>{t(`settings.reach.${line.reach}`)}</Tag>
            </td>
            <td className="second extra">
              <StoreNames stores={line.stores} />
            </td>
            <td className="extra">
              <Because line={line} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** By which roles, and where they were given. */
function Because({ line }: { line: Line }) {
  const { t } = useTranslation();
  return line.because.map((because) => (
    <p key={`${because.role} ${because.reach} ${because.store}`} className="second">
      {t('settings.power.because_line', {
        role: because.role,
        reach: t(`settings.reach.${because.reach}`),
      })}
      {because.store && <span className="muted"> · {t('settings.power.at', { store: because.store })}</span>}
    </p>
  ));
}

function StoreNames({ stores }: { stores: Line['stores'] }) {
  const { t } = useTranslation();
  const all = useSession().stores;
  if (stores.length > 1 && stores.length >= all.length) return t('settings.power.all');
  return stores.map((store) => store.name).join('、');
}
