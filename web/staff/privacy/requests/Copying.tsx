// The copy of everything held about the person: making it, and the link for them.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { Download, Link as LinkIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CopyLink, PersonCopyView, PersonRequestView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { dateTime } from '../../../shared/format';
import { read, useWrite } from '../../../shared/queries';
import { CopyButton } from '../../../shared/ui/Copy';
import { Tag } from '../../../shared/ui/faces';

const WATCH_MS = 1_000;

export function Copying({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const path = `/person-requests/${request.id}/copy`;
  const { data: copy } = useQuery({
    ...read<PersonCopyView>(path),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? WATCH_MS : false),
  });
  const make = useWrite({
    deed: () => api.put(path),
    touches: () => [['person-requests']],
  });
  if (!copy) return null;
  const canMake =
    request.can.includes('copy') && (!copy.state || copy.state === 'failed' || copy.state === 'cleared_away');
  return (
    <section className="request-card">
      <h2>{t('requests.copy.title')}</h2>
      {copy.state ? (
        <p>
          <Tag tone={copy.state === 'ready' ? 'green' : copy.state === 'failed' ? 'red' : 'slate'}>
            {t(`requests.copy.state.${copy.state}`)}
          </Tag>{' '}
          {copy.state === 'ready' && (
            <span className="second">
              {t('requests.copy.size', { kilobytes: Math.ceil((copy.size ?? 0) / 1024) })}
              {copy.link_until &&
                ` · ${t('requests.copy.link', { until: dateTime(copy.link_until), fetches: copy.fetches, most: copy.fetches_max })}`}
            </span>
          )}
        </p>
      ) : (
        <p className="second">{t('requests.copy.hint')}</p>
      )}
      {canMake && (
        <Button icon={<Download size={14} />} loading={make.isPending} onClick={() => make.mutate()}>
          {t('requests.copy.make')}
        </Button>
      )}
      {copy.state === 'ready' && <CopyLinks request={request} />}
    </section>
  );
}

/** A link is shown once; making another ends the one before. */
function CopyLinks({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  const [link, setLink] = useState<CopyLink | null>(null);
  const make = useWrite<void, CopyLink>({
    deed: () => api.post<CopyLink>(`/person-requests/${request.id}/copy-links`),
    touches: () => [['person-requests']],
    onDone: setLink,
  });
  const address = link && `${window.location.origin}${link.path}`;
  return (
    <>
      {address && (
        <Alert
          type="success"
          style={{ marginBottom: 8 }}
          title={t('requests.copy.once')}
          description={
            <span className="request-link">
              <code>{address}</code>
              <CopyButton text={address} />
            </span>
          }
        />
      )}
      <Button icon={<LinkIcon size={14} />} loading={make.isPending} onClick={() => make.mutate()}>
        {t(link ? 'requests.copy.anotherLink' : 'requests.copy.makeLink')}
      </Button>
    </>
  );
}
