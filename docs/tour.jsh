// A tour of Pellucid in JShell, from a tensor to a trained network.
//
//   ./pellucid tour                      goes through it stop by stop: Enter for the next, or type Java of your own
//   jshell --class-path target/pellucid.jar --add-modules jdk.incubator.vector docs/tour.jsh
//                                        runs all of it and leaves you with its variables
//
// A line "// → value" says what the line above it gives; a test holds the two together.

import org.pellucid.data.*;
import org.pellucid.engine.*;
import org.pellucid.gemm.*;
import org.pellucid.inspect.*;
import org.pellucid.spec.*;
import org.pellucid.tensor.*;
import org.pellucid.train.*;

// 1. A TENSOR
// is an array of floats with a shape. The last index runs fastest: this one has two rows of three.

Tensor t = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
t.shape()
// → int[2] { 2, 3 }
t.data()[1 * 3 + 2]
// → 6.0

// 2. A CONVOLUTION BY HAND
// A kernel of 2×2 slides over a picture of 3×3. The package textbook does it in plain loops, in double precision.

double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9};
double[] w = {1, 2, 3, 4};
double[] b = {1};
Window window = Window.of(new Shape(1, 3, 3), Size.of(2), Size.of(1), Size.of(1), Padding.VALID);
Conv2dGeometry g = new Conv2dGeometry(1, 1, 1, 1, window);
double[] y = org.pellucid.textbook.Conv2d.forward(g, x, w, b);
y
// → double[4] { 38.0, 48.0, 68.0, 78.0 }

// The first of them by hand: the bias, and four products of a pixel and the weight on it.

1 + 1 * 1 + 2 * 2 + 4 * 3 + 5 * 4
// → 38

// Backward: some loss sends back dy, the gradient of each output. A weight meets one pixel at each place of the kernel, so its
// gradient is the sum of dy times that pixel: dw[0] = 1·1 + 0·2 − 1·4 + 2·5 = 7.

double[] dy = {1, 0, -1, 2};
double[] dw = new double[4];
double[] db = new double[1];
org.pellucid.textbook.Conv2d.backwardParameters(g, x, dy, dw, db);
dw
// → double[4] { 7.0, 9.0, 13.0, 15.0 }
org.pellucid.textbook.Conv2d.backwardInput(g, dy, w)
// → double[9] { 1.0, 2.0, 0.0, 2.0, 4.0, 4.0, -3.0, 2.0, 8.0 }

// 3. A GRADIENT CHECK
// The loss that sends back this dy is L = Σ dy·y. Nudge a weight up and down; the slope must be dw. The step is a power of two, so
// that nothing is rounded and the two agree in every digit.

double loss(double[] weights) {
    double[] out = org.pellucid.textbook.Conv2d.forward(g, x, weights, b);
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
        sum += dy[i] * out[i];
    }
    return sum;
}

double h = 0x1p-10;
(loss(new double[] {1, 2 + h, 3, 4}) - loss(new double[] {1, 2 - h, 3, 4})) / (2 * h)
// → 9.0

// 4. A NETWORK IS DATA
// Input channels are never stated: they follow from the layer before. The network ends in logits, one a class.

ActivationSpec relu = new ActivationSpec.Relu();
NetworkSpec spec = new NetworkSpec("mine", NamedModels.FACE, List.of(
        Conv2dSpec.of(8, 5).withStride(2), relu, MaxPool2dSpec.of(2),
        Conv2dSpec.of(16, 3), relu, MaxPool2dSpec.of(2),
        new FlattenSpec(), DenseSpec.of(32), relu, DenseSpec.of(7)));
spec.nodes().get(3).output()
// → 16×12×12
spec.cost().parameters()
// → 20071

// What does not fit is refused when it is made, with a message that says how to mend it.

String refused;
try {
    new NetworkSpec("wrong", NamedModels.FACE, List.of(Conv2dSpec.of(8, 3)));
    refused = "no";
} catch (SpecException e) {
    refused = e.getMessage();
}
refused
// → "network 'wrong' expects to end in one number a class but ends in 8×48×48: end it with dense or global-avg-pool"

// 5. PICTURES
// Faces drawn by the program, with seven expressions; the same on every machine.

DataSource faces = SyntheticFaces.generate(350, 140, 0, 1);
Dataset train = faces.split(Split.TRAIN);
Dataset unseen = faces.split(Split.VALIDATION);
train.classes()
// → [angry, disgust, fear, happy, sad, surprise, neutral]

// 6. ONE TRAINING STEP
// in three parts. An untrained network knows nothing, so the first loss is near ln 7 = 1.946.

Backend backend = Backends.select("reference").backend();
Stepper lab = new Stepper(spec, train, backend, OptimizerSpec.of(OptimizerSpec.Kind.ADAM), 0.002, 35, 1);
String.format("%.3f", lab.forward())
// → "1.954"

// Stop here, in the middle of the step, and look around. x is the batch; conv1.y is what the first layer gave.

lab.tensor("x")
// → Tensor[35, 1, 48, 48]
lab.tensor("conv1.y")
// → Tensor[35, 8, 24, 24]
lab.show("conv1.weight", 0, 0)

// The gradient of the logits is p − t, shared over the batch; from it backward makes all other gradients.

lab.backward();
float before = lab.get("conv1.weight", 0, 0, 2, 2);
float slope = lab.get("conv1.weight.gradient", 0, 0, 2, 2);
lab.update();
float moved = lab.get("conv1.weight", 0, 0, 2, 2) - before;

// Adam's first step is the learning rate, against the sign of the gradient, whatever its size.

Math.signum(moved) == -Math.signum(slope)
// → true
String.format("%.3f", Math.abs(moved))
// → "0.002"

// 7. MEDDLE
// Put a weight where it does harm, see the loss, and put it back.

double harmless = lab.forward();
float kept = lab.get("dense2.bias", 3);
lab.set("dense2.bias", 50, 3);
double harmed = lab.forward();
lab.set("dense2.bias", kept, 3);
harmed > 10 * harmless
// → true
lab.forward() == harmless
// → true

// 8. TRAIN
// Two hundred steps of 35 pictures: twenty times through the training pictures. A guess is right once in seven.

lab.run(200);
lab.accuracy(train) > 0.9
// → true
lab.accuracy(unseen) > 0.3
// → true
lab.accuracy(unseen)

// Far better on the pictures it has seen than on others: 350 are too few. ./pellucid train has 4,000, and varies them.

// 9. WHY?
// The gradient of a logit by the picture says which pixels matter, and Grad-CAM where the last convolution looked.

Map<String, Tensor> weights = new HashMap<>();
for (ParameterSpec p : spec.parameters()) {
    weights.put(p.name(), lab.tensor(p.name()));
}
float[] face = new float[48 * 48];
unseen.pixels(3, face, 0);
Standardisation.perImage().apply(face, 0, face.length);
double[] seen = new double[face.length];
for (int i = 0; i < seen.length; i++) {
    seen[i] = face[i];
}
Sight sight = Sight.of(spec, Sight.doubles(weights), seen, 3);
sight.gradient().length
// → 2304
sight.gradCam("relu2").length
// → 144

// From here: docs/README.md has the pages of the operations, and ./pellucid --help the commands. /exit leaves.
