// Which other record is the same car: one that bears its plate, or found by search; then both are shown side by side.
import { useNavigate } from '@tanstack/react-router';
import { Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VehicleView } from '../../../shared/api/types';
import { VehicleSelect } from '../../../shared/ui/VehicleSelect';

export function ChooseOtherVehicle({ vehicle, onClose }: { vehicle: VehicleView; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const offered = vehicle.plate_twins.map(({ id, name, number, store }) => ({
    id,
    name,
    about: `${number} · ${store.name}`,
  }));
  const [other, setOther] = useState<string | null>(offered[0]?.id ?? null);
  return (
    <Modal
      open
      title={t('merge.car.pickTitle')}
      okText={t('merge.pick')}
      okButtonProps={{ disabled: !other }}
      onCancel={onClose}
      onOk={() => other && void navigate({ to: '/vehicles/$id/merge/$other', params: { id: vehicle.id, other } })}
    >
      <Form layout="vertical">
        <Form.Item
          label={t('merge.car.pickHint')}
          htmlFor="merge-other-car"
          extra={offered.length > 0 ? t('merge.car.offered') : null}
        >
          <VehicleSelect
            id="merge-other-car"
            autoFocus
            value={other}
            offered={offered}
            except={vehicle.id}
            onChange={setOther}
            style={{ width: '100%' }}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
