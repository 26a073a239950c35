import { fireEvent, render, screen } from '@testing-library/react';
import { Form, Input } from 'antd';
import { expect, test } from 'vitest';
import { forgetFaults } from './formFaults';

function TwoFields() {
  const [form] = Form.useForm();
  const refuse = () =>
    form.setFields([
      { name: 'phone', errors: ['phone is taken'] },
      { name: ['car', 'vin'], errors: ['VIN is taken'] },
    ]);
  return (
    <Form form={form} onValuesChange={forgetFaults(form)}>
      <Form.Item name="phone" label="phone">
        <Input />
      </Form.Item>
      <Form.Item name={['car', 'vin']} label="vin">
        <Input />
      </Form.Item>
      <button type="button" onClick={refuse}>
        refuse
      </button>
    </Form>
  );
}

test('what the server found wrong goes with the next change of that field, and of no other', async () => {
  render(<TwoFields />);
  fireEvent.click(screen.getByText('refuse'));
  await screen.findByText('phone is taken');
  fireEvent.change(screen.getByLabelText('vin'), { target: { value: 'L' } });
  const phone = () => screen.getByLabelText('phone').getAttribute('aria-invalid');
  const vin = () => screen.getByLabelText('vin').getAttribute('aria-invalid');
  await expect.poll(vin).not.toBe('true');
  expect(phone()).toBe('true');
  fireEvent.change(screen.getByLabelText('phone'), { target: { value: '1' } });
  await expect.poll(phone).not.toBe('true');
});
