// What the other side needs: where to send to, how to prove itself, and for a website the form itself.
import { Button, Modal } from 'antd';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConnectorWithSecret } from '../../../shared/api/types';
import { CopyLine } from '../../../shared/ui/Copy';
import { snippetOf } from './snippet';

export function ConnectorHandover({ made, onClose }: { made: ConnectorWithSecret | null; onClose: () => void }) {
  const { t } = useTranslation();
  const hasSecret = Boolean(made?.secret);
  return (
    <Modal
      open={made !== null}
      destroyOnHidden
      width={640}
      onCancel={onClose}
      closable={!hasSecret}
      keyboard={!hasSecret}
      mask={{ closable: !hasSecret }}
      title={made?.name}
      footer={
        <Button type="primary" onClick={onClose}>
          {t(hasSecret ? 'settings.keys.kept' : 'common.close')}
        </Button>
      }
    >
      {made && <Handover made={made} />}
    </Modal>
  );
}

function Handover({ made }: { made: ConnectorWithSecret }) {
  const { t } = useTranslation();
  const address = `${window.location.origin}${made.address}`;
  const words = {
    name: t('leadChannels.form.name'),
    phone: t('leadChannels.form.phone'),
    series: t('leadChannels.form.series'),
    comment: t('leadChannels.form.comment'),
    send: t('leadChannels.form.send'),
  };
  return (
    <div className="handover">
      <h3>{t('leadChannels.address')}</h3>
      <CopyLine text={address} label={t('leadChannels.copyAddress')} />
      <p className="muted">{t(`leadChannels.proof.${made.signature}`, { header: made.signature_header })}</p>
      {made.secret && (
        <>
          <h3>{t('leadChannels.secret')}</h3>
          <p className="soon secret-hint">
            <TriangleAlert size={15} /> {t('leadChannels.secretHint')}
          </p>
          <CopyLine text={made.secret} label={t('leadChannels.copySecret')} />
        </>
      )}
      {made.format === 'website' && (
        <>
          <h3>{t('leadChannels.snippet')}</h3>
          <p className="muted">{t('leadChannels.snippetHint')}</p>
          <CopyLine text={snippetOf(address, words)} label={t('leadChannels.copySnippet')} />
        </>
      )}
    </div>
  );
}
