// Rounds of completing records: one per store and quarter, with how far each has come and what it brought.
import { useQuery } from '@tanstack/react-query';
import { Modal, Select } from 'antd';
import { ClipboardList } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QualityAuditView, QualitySettingsView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useEndless } from '../../shared/endless';
import { date, number } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Progress } from '../../shared/ui/Progress';
import { Empty, ErrorState, Skeleton } from '../../shared/ui/states';
import { usePower, useSession, useStoreChoice } from '../session/session';

export function Audits() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const { store } = useStoreChoice();
  const [isAsking, setAsking] = useState(false);
  const list = useEndless<QualityAuditView>(
    '/quality/audits',
    { store: store?.id },
    { watches: (audit) => audit.state === 'planning' },
  );
  return (
    <div className="page-body">
      <div className="audit-head">
        <p className="muted">{t('quality.audit.hint')}</p>
        <Deed
          type="primary"
          icon={<ClipboardList size={14} />}
          reason={reason('manage_data_quality')}
          onClick={() => setAsking(true)}
        >
          {t('quality.audit.begin')}
        </Deed>
      </div>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : list.isLoading ? (
        <Skeleton lines={6} />
      ) : list.items.length === 0 ? (
        <Empty icon={ClipboardList} title={t('quality.audit.none')} />
      ) : (
        <div className="audits">
          {list.items.map((audit) => (
            <AuditCard key={audit.id} audit={audit} />
          ))}
        </div>
      )}
      {isAsking && <BeginAudit onClose={() => setAsking(false)} />}
    </div>
  );
}

function AuditCard({ audit }: { audit: QualityAuditView }) {
  const { t } = useTranslation();
  const title = `${audit.store.name} · ${audit.quarter}`;
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="muted">{t('quality.audit.by', { name: audit.started_by, at: date(audit.started_at) })}</span>
      </header>
      <div className="inside audit-body">
        {audit.state === 'planning' ? (
          <p className="muted">{t('quality.audit.planning')}</p>
        ) : (
          <>
            {audit.total + audit.beyond + audit.nobodys === 0 && <p>{t('quality.audit.nobodyBelow')}</p>}
            {audit.total > 0 && (
              <>
                <Progress
                  label={title}
                  done={audit.done}
                  total={audit.total}
                  words={[
                    t('quality.audit.done', { done: number(audit.done), total: number(audit.total) }),
                    t('quality.audit.left', { words: number(audit.left) }),
                  ]}
                />
                <p className="num">
                  {t('quality.audit.brought', { before: audit.average_before, now: audit.average_now })}
                </p>
              </>
            )}
            <p className="muted">
              {t('quality.audit.rules', { below: audit.score_below, cap: audit.per_person_per_day })}
              {audit.beyond > 0 && ` · ${t('quality.audit.beyond', { words: number(audit.beyond) })}`}
              {audit.nobodys > 0 && ` · ${t('quality.audit.nobodys', { words: number(audit.nobodys) })}`}
            </p>
          </>
        )}
      </div>
    </section>
  );
}

function BeginAudit({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { stores } = useSession();
  const choice = useStoreChoice();
  const settings = useQuery(read<QualitySettingsView>('/quality/settings'));
  const [store, setStore] = useState(choice.store?.id ?? stores[0]?.id);
  const begin = useWrite({
    deed: () => api.post('/quality/audits', { store_id: store }),
    touches: () => [['quality'], ['tasks']],
    done: () => t('quality.audit.begun'),
    onDone: onClose,
  });
  return (
    <Modal
      open
      width={420}
      title={t('quality.audit.begin')}
      okText={t('quality.audit.begin')}
      okButtonProps={{ disabled: !store }}
      confirmLoading={begin.isPending}
      onOk={() => begin.mutate()}
      onCancel={onClose}
    >
      <div className="small-form">
        <label htmlFor="audit-store">{t('attribute.store')}</label>
        <Select
          id="audit-store"
          {...(store ? { value: store } : {})}
          onChange={setStore}
          options={stores.map((one) => ({ value: one.id, label: one.name }))}
        />
      </div>
      {settings.data && (
        <p className="muted">
          {t('quality.audit.rules', {
            below: settings.data.audit_score_below,
            cap: settings.data.audit_per_person_per_day,
          })}
        </p>
      )}
    </Modal>
  );
}
